using ChainTips.Ethereum.Primitives;
using ChainTips.Testing;

namespace ChainTips.Ethereum.Tests.Primitives;

internal sealed class HexTests
{
    [Test]
    public void Any_bytes_survive_text() =>
        Holds.ForAll(Holds.AnyBytes, bytes => Hex.Parse(Hex.Format(bytes)).SequenceEqual(bytes));

    [Test]
    [Category("Fuzz")]
    public void Hostile_text_is_refused_or_the_bytes_that_were_read() =>
        Fuzz.Text(
            "hex",
            ["0x", "0x00", "0xAbCdeF", "0x" + new string('f', 64), "0x" + new string('0', 512)],
            new Allowance(2_000, 10),
            text => Hex.TryParse(text, out byte[]? bytes, out string? error)
                ? Fuzz.AcceptedIf(error is null && Hex.Format(bytes).Equals(text, StringComparison.OrdinalIgnoreCase))
                : Fuzz.RefusedIf(bytes is null && error.Length < 400));

    [Test]
    [Category("Fuzz")]
    public void Hostile_digits_are_refused_or_fill_the_destination() =>
        Fuzz.Utf8("hex digits (UTF-8)", ["", "00", "AbCdeF", new string('f', 64)], new Allowance(2_000, 10), digits =>
        {
            byte[] bytes = new byte[digits.Length / 2];
            return Hex.TryDecode(digits.AsSpan(), bytes)
                ? Fuzz.AcceptedIf(Convert.ToHexString(bytes).Equals(System.Text.Encoding.ASCII.GetString(digits), StringComparison.OrdinalIgnoreCase))
                : Verdict.Refused;
        });

    [Test]
    public void No_bytes_are_a_bare_prefix()
    {
        Assert.That(Hex.Format([]), Is.EqualTo("0x"));
        Assert.That(Hex.Parse("0x"), Is.Empty);
    }

    [Test]
    public void Digits_of_any_case_are_read() =>
        Assert.That(Hex.Parse("0xAbCdeF"), Is.EqualTo(new byte[] { 0xab, 0xcd, 0xef }));

    [TestCase(null, "missing")]
    [TestCase("", "missing")]
    [TestCase("00", "does not begin with 0x")]
    [TestCase("0X00", "does not begin with 0x")]
    [TestCase("0x0", "digit pairs")]
    [TestCase("0x0g", "digit pairs")]
    [TestCase("0x 0", "digit pairs")]
    public void Other_text_is_refused_with_its_reason(string? text, string reason)
    {
        Assert.That(Hex.TryParse(text, out byte[]? bytes, out string? error), Is.False);
        Assert.That(bytes, Is.Null);
        Assert.That(error, Does.Contain(reason));
    }

    [Test]
    public void A_control_character_does_not_reach_the_message() =>
        Assert.That(
            () => Hex.Parse("zz\r\nforged log line"),
            Throws.TypeOf<FormatException>().With.Message.Contains("'zz??forged log line'"));

    [Test]
    public void Decoding_fills_the_destination_exactly()
    {
        byte[] destination = new byte[2];

        Assert.That(Hex.TryDecode("0a0b", destination), Is.True);
        Assert.That(destination, Is.EqualTo(new byte[] { 10, 11 }));
        Assert.That(Hex.TryDecode("0a0b0c", destination), Is.False);
        Assert.That(Hex.TryDecode("0a"u8, destination), Is.False);
        Assert.That(Hex.TryDecode("0c0d"u8, destination), Is.True);
        Assert.That(destination, Is.EqualTo(new byte[] { 12, 13 }));
    }
}
