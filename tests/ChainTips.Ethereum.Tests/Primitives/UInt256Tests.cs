using System.Globalization;
using System.Numerics;
using ChainTips.Ethereum.Primitives;
using ChainTips.Testing;

namespace ChainTips.Ethereum.Tests.Primitives;

internal sealed class UInt256Tests
{
    private const string Largest = "115792089237316195423570985008687907853269984665640564039457584007913129639935";
    private const string TooLarge = "115792089237316195423570985008687907853269984665640564039457584007913129639936";

    [Test]
    [Category("Fuzz")]
    public void Hostile_text_is_refused_or_the_number_that_was_read() =>
        Fuzz.Text(
            "number",
            ["0", "1", "00042", "18446744073709551616", Largest, TooLarge],
            new Allowance(4_000, 10),
            text => UInt256.TryParse(text, out UInt256 number, out string? error)
                ? Fuzz.AcceptedIf(error is null && number.ToString() == (text.TrimStart('0') is { Length: > 0 } digits ? digits : "0"))
                : Fuzz.RefusedIf(number == default && error.Length < 400));

    [Test]
    public void Any_32_bytes_agree_with_BigInteger() =>
        Holds.ForAll(Holds.BytesOf(32), bytes =>
        {
            BigInteger expected = new(bytes, isUnsigned: true, isBigEndian: true);
            UInt256 value = UInt256.FromBigEndian(bytes);
            byte[] written = new byte[32];
            value.WriteBigEndian(written);
            return written.SequenceEqual(bytes)
                && value.ToString() == expected.ToString(CultureInfo.InvariantCulture)
                && UInt256.Parse(value.ToString()) == value
                && value.TryToUInt128(out _) == (expected >> 128 == 0);
        });

    [Test]
    public void Any_two_numbers_compare_as_BigInteger_does() =>
        Holds.ForAll(Holds.BytesOf(64), bytes =>
        {
            UInt256 left = UInt256.FromBigEndian(bytes.AsSpan(0, 32));
            UInt256 right = UInt256.FromBigEndian(bytes.AsSpan(32));
            int expected = new BigInteger(bytes.AsSpan(0, 32), isUnsigned: true, isBigEndian: true)
                .CompareTo(new BigInteger(bytes.AsSpan(32), isUnsigned: true, isBigEndian: true));
            return Math.Sign(left.CompareTo(right)) == expected
                && (left < right) == (expected < 0)
                && (left > right) == (expected > 0)
                && (left <= right) == (expected <= 0)
                && (left >= right) == (expected >= 0)
                && (left == right) == (expected == 0);
        });

    [Test]
    public void Fewer_bytes_are_the_low_ones()
    {
        Assert.That(UInt256.FromBigEndian([]), Is.EqualTo(UInt256.Zero));
        Assert.That(UInt256.FromBigEndian([0x01, 0x00]), Is.EqualTo((UInt256)256UL));
        Assert.That(() => UInt256.FromBigEndian(new byte[33]), Throws.ArgumentException);
    }

    [Test]
    public void The_largest_128_bit_number_narrows_and_the_next_does_not()
    {
        UInt256 widened = UInt128.MaxValue;
        UInt256 next = UInt256.Parse("340282366920938463463374607431768211456");

        Assert.That(widened.TryToUInt128(out UInt128 narrowed), Is.True);
        Assert.That(narrowed, Is.EqualTo(UInt128.MaxValue));
        Assert.That(next.TryToUInt128(out UInt128 none), Is.False);
        Assert.That(none, Is.EqualTo(UInt128.Zero));
    }

    [TestCase("0", "0")]
    [TestCase("00042", "42")]
    [TestCase("18446744073709551616", "18446744073709551616")]
    [TestCase(Largest, Largest)]
    public void Decimal_text_is_read(string text, string written) =>
        Assert.That(UInt256.Parse(text).ToString(), Is.EqualTo(written));

    [TestCase(null, "whole decimal number")]
    [TestCase("", "whole decimal number")]
    [TestCase("-1", "whole decimal number")]
    [TestCase("+1", "whole decimal number")]
    [TestCase(" 1", "whole decimal number")]
    [TestCase("1\0", "whole decimal number", Description = "BigInteger.Parse takes trailing nulls")]
    [TestCase("1.0", "whole decimal number")]
    [TestCase("1e3", "whole decimal number")]
    [TestCase("0x10", "whole decimal number")]
    [TestCase("١", "whole decimal number", Description = "an Arabic digit is no ASCII digit")]
    [TestCase(TooLarge, "256 bits")]
    public void Other_text_is_refused_with_its_reason(string? text, string reason)
    {
        Assert.That(UInt256.TryParse(text, out UInt256 value, out string? error), Is.False);
        Assert.That(value, Is.EqualTo(UInt256.Zero));
        Assert.That(error, Does.Contain(reason));
    }

    [Test]
    public void A_text_of_a_million_digits_is_refused_at_once() =>
        Assert.That(UInt256.TryParse(new string('9', 1_000_000), out _, out _), Is.False);

    [Test]
    public void A_million_leading_zeros_add_nothing() =>
        Assert.That(UInt256.Parse(new string('0', 1_000_000) + "7"), Is.EqualTo((UInt256)7UL));

    [Test]
    public void The_largest_value_is_all_ones() => Assert.That(UInt256.MaxValue.ToString(), Is.EqualTo(Largest));
}
