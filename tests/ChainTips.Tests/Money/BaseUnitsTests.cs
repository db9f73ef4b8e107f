using ChainTips.Money;
using ChainTips.Testing;

namespace ChainTips.Tests.Money;

internal sealed class BaseUnitsTests
{
    private const string Largest = "340282366920938463463374607431768211455";
    private const string TooLarge = "340282366920938463463374607431768211456";

    [TestCase("1", "1")]
    [TestCase("1500000", "1500000")]
    [TestCase("007", "7")]
    [TestCase(Largest, Largest, Description = "2^128 - 1")]
    public void Decimal_digits_are_an_amount(string text, string expected)
    {
        bool read = BaseUnits.TryParse(text, Sample.Usdc, out UInt128 baseUnits, out string? error);

        Assert.That(read, Is.True);
        Assert.That(error, Is.Null);
        Assert.That(baseUnits, Is.EqualTo(UInt128.Parse(expected, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [TestCase(null, "is empty")]
    [TestCase("", "is empty")]
    [TestCase("0", "is zero")]
    [TestCase("00", "is zero")]
    [TestCase("1.5", "'1.5' is not a whole number")]
    [TestCase("1,5", "'1,5' is not a whole number")]
    [TestCase("-1", "'-1' is not a whole number")]
    [TestCase("+1", "'+1' is not a whole number")]
    [TestCase("1e6", "'1e6' is not a whole number")]
    [TestCase("0x10", "'0x10' is not a whole number")]
    [TestCase("ff", "'ff' is not a whole number")]
    [TestCase(" 1", "' 1' is not a whole number")]
    [TestCase("1 ", "'1 ' is not a whole number")]
    [TestCase("1\n", "is not a whole number")]
    [TestCase(" ", "' ' is not a whole number")]
    [TestCase("١٢", "is not a whole number", Description = "Arabic digits")]
    [TestCase("１２", "is not a whole number", Description = "full-width digits")]
    [TestCase("1_000", "'1_000' is not a whole number")]
    [TestCase(TooLarge, "does not fit in 128 bits", Description = "2^128")]
    [TestCase("99999999999999999999999999999999999999999999999999999999999999", "does not fit in 128 bits")]
    public void Anything_else_is_refused_with_the_reason(string? text, string reason)
    {
        bool read = BaseUnits.TryParse(text, Sample.Usdc, out UInt128 baseUnits, out string? error);

        Assert.That(read, Is.False);
        Assert.That(baseUnits, Is.EqualTo(UInt128.Zero));
        Assert.That(error, Does.Contain(reason));
    }

    [TestCase("1.5")]
    [TestCase("")]
    [TestCase("0")]
    public void A_refusal_shows_what_one_token_is_in_base_units(string text)
    {
        BaseUnits.TryParse(text, Sample.Usdc, out _, out string? error);

        Assert.That(error, Does.Contain("one USDC is \"1000000\"").Or.Contain("at least one base unit"));
    }

    [Test]
    public void A_refusal_of_a_huge_text_is_short()
    {
        BaseUnits.TryParse(new string('x', 100_000), Sample.Usdc, out _, out string? error);

        Assert.That(error, Has.Length.LessThan(300));
    }
}
