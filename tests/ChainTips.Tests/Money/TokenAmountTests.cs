using ChainTips.Money;
using ChainTips.Testing;

namespace ChainTips.Tests.Money;

internal sealed class TokenAmountTests
{
    [TestCase(1_500_000UL, 6, "1.500000", "1.50")]
    [TestCase(1_000_000UL, 6, "1.000000", "1.00")]
    [TestCase(1UL, 6, "0.000001", "0.000001")]
    [TestCase(1_000UL, 6, "0.001000", "0.001")]
    [TestCase(0UL, 6, "0.000000", "0.00")]
    [TestCase(120_000UL, 6, "0.120000", "0.12")]
    [TestCase(7UL, 0, "7", "7")]
    [TestCase(15UL, 1, "1.5", "1.5")]
    [TestCase(1UL, 18, "0.000000000000000001", "0.000000000000000001")]
    [TestCase(1UL, 36, "0.000000000000000000000000000000000001", "0.000000000000000000000000000000000001")]
    public void An_amount_is_shown_with_all_places_or_short(ulong baseUnits, int decimals, string full, string brief)
    {
        TokenAmount amount = new(baseUnits, Sample.Usdc with { Decimals = decimals });

        Assert.That(amount.ToWholeTokens(), Is.EqualTo(full));
        Assert.That(amount.ToShortWholeTokens(), Is.EqualTo(brief));
        Assert.That(amount.ToString(), Is.EqualTo(full + " USDC"));
    }

    [Test]
    public void The_largest_amount_is_shown_exactly() =>
        Assert.That(
            new TokenAmount(UInt128.MaxValue, Sample.Dai).ToString(),
            Is.EqualTo("340282366920938463463.374607431768211455 DAI"));

    [Test]
    public void Amounts_of_one_token_add_up()
    {
        TokenAmount sum = Given.Usdc(UInt128.MaxValue - 1) + Given.Usdc(1);

        Assert.That(sum, Is.EqualTo(Given.Usdc(UInt128.MaxValue)));
        Assert.That(Given.Usdc(2).Add(Given.Usdc(3)), Is.EqualTo(Given.Usdc(5)));
    }

    [Test]
    public void A_sum_beyond_128_bits_throws() =>
        Assert.That(() => Given.Usdc(UInt128.MaxValue) + Given.Usdc(1), Throws.TypeOf<OverflowException>());

    [Test]
    public void Amounts_of_two_tokens_cannot_be_added() =>
        Assert.That(
            () => Given.Usdc(1) + new TokenAmount(1, Sample.Dai),
            Throws.InvalidOperationException.With.Message.Contains(Sample.Usdc.Address.ToString())
                .And.Message.Contains(Sample.Dai.Address.ToString()));

    [Test]
    public void The_same_symbol_on_another_chain_or_address_is_another_token()
    {
        Token elsewhere = Sample.Usdc with { ChainId = 10 };
        Token lookalike = Sample.Usdc with { Address = Sample.Stranger };

        Assert.That(() => Given.Usdc(1) + new TokenAmount(1, elsewhere), Throws.InvalidOperationException);
        Assert.That(() => Given.Usdc(1) + new TokenAmount(1, lookalike), Throws.InvalidOperationException);
    }
}
