using System.Globalization;
using System.Numerics;
using System.Text.Json;
using ChainTips.Server.Tools;

namespace ChainTips.Server.Tests.Tools;

internal sealed class ToolInputTests
{
    [TestCase("\"115792089237316195423570985008687907853269984665640564039457584007913129639936\"", Description = "2^256")]
    [TestCase("-115792089237316195423570985008687907853269984665640564039457584007913129639936", Description = "-2^256, the longest")]
    [TestCase("\"-0115792089237316195423570985008687907853269984665640564039457584007913129639\"")]
    public void An_integer_of_up_to_79_characters_is_read(string json) =>
        Assert.That(Read(json), Is.EqualTo(BigInteger.Parse(json.Trim('"'), CultureInfo.InvariantCulture)));

    [Test]
    public void Hex_is_read_to_its_last_digit() =>
        Assert.That(Read($"\"0x{new string('f', 64)}\""), Is.EqualTo(BigInteger.Pow(2, 256) - 1));

    [TestCase("", "")]
    [TestCase("\"", "\"")]
    [TestCase("\"-", "\"")]
    [TestCase("\"0x", "\"")]
    public void A_longer_one_is_refused_before_its_digits_are_read(string start, string end)
    {
        string json = start + new string('9', 1_000_000) + end;

        Assert.That(
            () => Read(json),
            Throws.TypeOf<FormatException>().With.Message.Contains("'amount' has 1000").And.Message.Length.LessThan(200));
    }

    private static BigInteger Read(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return ToolInput.ReadInteger(document.RootElement, "amount");
    }
}
