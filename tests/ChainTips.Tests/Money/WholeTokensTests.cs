using System.Globalization;
using ChainTips.Money;
using ChainTips.Testing;

namespace ChainTips.Tests.Money;

internal sealed class WholeTokensTests
{
    [TestCase("1", 6, "1000000")]
    [TestCase("1.5", 6, "1500000")]
    [TestCase("1,5", 6, "1500000", Description = "a comma is a point")]
    [TestCase(" 1.50 ", 6, "1500000")]
    [TestCase(".5", 6, "500000")]
    [TestCase("1.", 6, "1000000")]
    [TestCase("0.000001", 6, "1")]
    [TestCase("1.0000000000", 6, "1000000", Description = "zeros beyond the last place say nothing")]
    [TestCase("7", 0, "7")]
    [TestCase("7.00", 0, "7")]
    [TestCase("1.5", 18, "1500000000000000000")]
    [TestCase("0.000000000000000001", 18, "1")]
    [TestCase("340282366920938463463.374607431768211455", 18, "340282366920938463463374607431768211455")]
    [TestCase("0.000000000000000000000000000000000001", 36, "1")]
    [TestCase("340.282366920938463463374607431768211455", 36, "340282366920938463463374607431768211455")]
    public void An_amount_is_read_exactly(string text, int decimals, string baseUnits)
    {
        TokenAmount? amount = WholeTokens.Parse(text, With(decimals), out string? error);

        Assert.That(error, Is.Null);
        Assert.That(amount?.BaseUnits, Is.EqualTo(UInt128.Parse(baseUnits, CultureInfo.InvariantCulture)));
        Assert.That(amount?.Token, Is.EqualTo(With(decimals)));
    }

    [TestCase("", 6, "is no amount")]
    [TestCase(" ", 6, "is no amount")]
    [TestCase(".", 6, "is no amount")]
    [TestCase(",", 6, "is no amount")]
    [TestCase("-1", 6, "is no amount")]
    [TestCase("+1", 6, "is no amount")]
    [TestCase("1e6", 6, "is no amount")]
    [TestCase("1.2.3", 6, "is no amount")]
    [TestCase("1,000.50", 6, "is no amount")]
    [TestCase("1 000", 6, "is no amount")]
    [TestCase("$1", 6, "is no amount")]
    [TestCase("١", 6, "is no amount", Description = "an Arabic digit")]
    [TestCase("0", 6, "is zero")]
    [TestCase("0.000000", 6, "is zero")]
    [TestCase("0.0000000", 6, "is zero")]
    [TestCase("0.0000001", 6, "more than the 6 decimal places")]
    [TestCase("1.5", 0, "more than the 0 decimal places")]
    [TestCase("0.0000000000000000001", 18, "more than the 18 decimal places")]
    [TestCase("340282366920938463463.374607431768211456", 18, "too large", Description = "2^128")]
    [TestCase("341", 36, "too large")]
    [TestCase("340282366920938463463374607431768211456", 0, "too large")]
    public void Anything_else_is_refused_with_the_reason(string text, int decimals, string reason)
    {
        TokenAmount? amount = WholeTokens.Parse(text, With(decimals), out string? error);

        Assert.That(amount, Is.Null);
        Assert.That(error, Does.Contain(reason));
    }

    [Test]
    public void What_is_shown_is_read_back_as_the_same_amount([Values(0, 6, 18, 36)] int decimals)
    {
        SeededRandom random = new((ulong)decimals);
        for (int i = 0; i < 500; i++)
        {
            UInt128 baseUnits = (new UInt128(random.Next(), random.Next()) >> random.Below(128)) | 1;
            TokenAmount amount = new(baseUnits, With(decimals));

            Assert.That(WholeTokens.Parse(amount.ToWholeTokens(), amount.Token, out _), Is.EqualTo(amount), amount.ToString());
        }
    }

    private static Token With(int decimals) => Sample.Usdc with { Decimals = decimals };
}
