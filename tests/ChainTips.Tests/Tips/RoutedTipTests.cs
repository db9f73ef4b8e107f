using ChainTips.Ethereum.Primitives;
using ChainTips.Testing;
using ChainTips.Tips;

namespace ChainTips.Tests.Tips;

/// <summary>Tips whose money the contract took first, to pay it out itself, with the platform's fee beside them.</summary>
internal sealed class RoutedTipTests
{
    private static readonly ATip Ada = ATip.For(Sample.HashOf("ada")).Of(5_000_000UL).To(Sample.AddressOf("ada"));
    private static readonly ATip Ben = ATip.For(Sample.HashOf("ben")).Of(3_000_000UL).To(Sample.AddressOf("ben"));

    private static IEnumerable<TestCaseData> FeesThatNothingProves
    {
        get
        {
            ATip tip = Ada with { Fee = 50_000UL };
            ChainLog[] logs = ARoutedCall.Of(tip).Logs();
            ChainLog[] start = logs[..^1];
            Address receiver = ARoutedCall.FeeReceiver;
            yield return Case("no transfer", start);
            yield return Case("a transfer of less", [.. start, ALog.Transfer(tip.Token, Sample.Router, receiver, 49_999UL)]);
            yield return Case("a transfer of more", [.. start, ALog.Transfer(tip.Token, Sample.Router, receiver, 50_001UL)]);
            yield return Case("of another token", [.. start, ALog.Transfer(Sample.Dai.Address, Sample.Router, receiver, 50_000UL)]);
            yield return Case("of somebody else's money", [.. start, ALog.Transfer(tip.Token, Sample.Payer, receiver, 50_000UL)]);
            yield return Case("back to the payer", [.. start, ALog.Transfer(tip.Token, Sample.Router, Sample.Payer, 50_000UL)]);
            yield return Case("before the tip", [logs[^1], .. start]);
        }
    }

    [Test]
    public void Money_that_went_through_the_contract_is_the_payers_tip()
    {
        DecodedTips decoded = Decode(ARoutedCall.Of(Ada).Logs());

        Tip tip = decoded.Tips.Single();
        Assert.That((tip.Payer, tip.Payee, tip.TransferPosition, tip.Fee), Is.EqualTo((Sample.Payer, Ada.Payee, 1, (TipFee?)null)));
        Assert.That(decoded.Refused, Is.Empty);
        Assert.That(decoded.Loose, Is.Empty, "what the contract took and paid out is no payment of its own");
    }

    [Test]
    public void The_fees_of_a_call_are_proven_by_one_transfer_after_its_tips()
    {
        DecodedTips decoded = Decode(ARoutedCall.Of(Ada with { Fee = 50_000UL }, Ben with { Fee = 30_000UL }).Logs());

        Assert.That(
            decoded.Tips.Select(tip => tip.Fee),
            Is.EqualTo(new[] { new TipFee(50_000, ARoutedCall.FeeReceiver), new TipFee(30_000, ARoutedCall.FeeReceiver) }));
        Assert.That(decoded.Loose, Is.Empty);
    }

    [Test]
    public void Two_calls_of_a_transaction_have_each_their_own_fee()
    {
        Address other = Sample.AddressOf("another receiver");
        ChainLog[] first = ARoutedCall.Of(Ada with { Fee = 50_000UL }, Ben).Logs();
        ChainLog[] second = (ARoutedCall.Of(Ben with { Fee = 30_000UL }) with { Receiver = other }).Logs();

        DecodedTips decoded = Decode([.. first, .. second, .. ARoutedCall.Of(Ada).Logs()]);

        Assert.That(
            decoded.Tips.Select(tip => tip.Fee),
            Is.EqualTo(new TipFee?[] { new(50_000, ARoutedCall.FeeReceiver), null, new(30_000, other), null }));
    }

    [Test]
    public void A_payee_who_receives_the_fee_too_is_paid_and_receives_it()
    {
        ATip tip = Ada with { Fee = 5_000_000UL };

        DecodedTips decoded = Decode((ARoutedCall.Of(tip) with { Receiver = Ada.Payee }).Logs());

        Assert.That(decoded.Tips.Single().TransferPosition, Is.EqualTo(1));
        Assert.That(decoded.Tips.Single().Fee, Is.EqualTo(new TipFee(5_000_000, Ada.Payee)));
    }

    [TestCaseSource(nameof(FeesThatNothingProves))]
    public void A_fee_that_no_transfer_proves_has_no_receiver(ChainLog[] logs)
    {
        Tip tip = Decode(logs).Tips.Single();

        Assert.That(tip.Fee, Is.EqualTo(new TipFee(50_000, null)));
        Assert.That(tip.Amount, Is.EqualTo(Given.Usdc(5_000_000)));
    }

    [Test]
    public void A_payee_who_could_not_be_paid_is_told_and_the_others_are_tipped()
    {
        ChainLog[] logs = (ARoutedCall.Of(Ada with { Fee = 10UL }) with { Failed = [Ben] }).Logs();

        DecodedTips decoded = Decode(logs);

        RefusedTip failed = decoded.Refused.Single();
        Assert.That(decoded.Tips.Single().Fee, Is.EqualTo(new TipFee(10, ARoutedCall.FeeReceiver)));
        Assert.That((failed.Reason, failed.Stated!.Value.Payee, failed.Location.Position), Is.EqualTo((RefusalReason.PayeeFailed, Ben.Payee, 3)));
        Assert.That(failed.Explanation, Does.Contain(Ben.Payee.ToString()).And.Contains("3000000").And.Contains(Sample.Payer.ToString()));
        Assert.That(decoded.Loose, Is.Empty, "what goes back to the payer is no payment");
    }

    [Test]
    public void A_failure_that_another_contract_tells_of_is_nothing() =>
        Assert.That(Decode([ARoutedCall.FailedLog(Ben with { Emitter = Sample.Stranger })]).Refused, Is.Empty);

    [Test]
    public void An_authorization_that_pays_the_contract_is_no_payment_of_its_own()
    {
        ChainLog[] logs = ARoutedCall.Of(Ada).Logs();

        DecodedTips decoded = Decode([ALog.AuthorizationUsed(Ada.Token, Sample.Payer, Sample.HashOf("nonce")), .. logs]);

        Assert.That(decoded.Tips, Has.Count.EqualTo(1));
        Assert.That(decoded.Loose, Is.Empty);
    }

    private static DecodedTips Decode(ChainLog[] logs)
    {
        DecodedTips decoded = new();
        new TipDecoder(Sample.Settings).Decode(new FakeChain().Mine(FakeTransaction.Of("call", logs)).Observed, decoded);
        return decoded;
    }

    private static TestCaseData Case(string name, ChainLog[] logs) => new TestCaseData((object)logs).SetArgDisplayNames(name);
}
