using ChainTips.Ethereum.PaymentUris;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.Tests.PaymentUris;

internal sealed class PaymentUriTests
{
    private static readonly Address Token = Address.Parse("0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913");
    private static readonly Address Payee = Address.Parse("0x209693Bc6afc0C5328bA36FaF03C514EF312287C");

    [Test]
    [Description("The form of the token transfer example in EIP-681, with a chain id")]
    public void A_token_transfer_names_token_chain_payee_and_amount() =>
        Assert.That(
            PaymentUri.Call(Token, 8453, "transfer").With(Payee).With((UInt256)5_000_000UL).ToString(),
            Is.EqualTo(
                "ethereum:0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913@8453/transfer"
                + "?address=0x209693Bc6afc0C5328bA36FaF03C514EF312287C&uint256=5000000"));

    [Test]
    public void Arguments_keep_their_order_and_may_repeat_a_type()
    {
        Hash32 reference = Hash32.Parse("0xf3746613c2d920b5fdabc0856f2aeb2d4f88ee6037b8cc5d04a71a4462f13480");

        Assert.That(
            PaymentUri.Call(Token, 1, "tip").With(reference).With(Payee).With(Token).With(UInt256.MaxValue).ToString(),
            Is.EqualTo(
                $"ethereum:{Token}@1/tip"
                + $"?bytes32={reference}&address={Payee}&address={Token}&uint256={UInt256.MaxValue}"));
    }

    [Test]
    public void A_call_without_arguments_has_no_question_mark() =>
        Assert.That(PaymentUri.Call(Token, 1, "pause").ToString(), Is.EqualTo($"ethereum:{Token}@1/pause"));

    [Test]
    public void Adding_an_argument_leaves_the_first_address_as_it_was()
    {
        PaymentUri call = PaymentUri.Call(Token, 1, "tip");

        PaymentUri withPayee = call.With(Payee);

        Assert.That(call.ToString(), Is.EqualTo($"ethereum:{Token}@1/tip"));
        Assert.That(withPayee.ToString(), Does.EndWith($"?address={Payee}"));
    }

    [TestCase("")]
    [TestCase("transfer(address,uint256)")]
    [TestCase("a&b")]
    [TestCase("a b")]
    [TestCase("1st")]
    [TestCase("é")]
    public void A_function_that_is_no_identifier_is_refused(string function) =>
        Assert.That(() => PaymentUri.Call(Token, 1, function), Throws.ArgumentException);

    [Test]
    public void Chain_id_0_is_refused() =>
        Assert.That(() => PaymentUri.Call(Token, 0, "tip"), Throws.TypeOf<ArgumentOutOfRangeException>());
}
