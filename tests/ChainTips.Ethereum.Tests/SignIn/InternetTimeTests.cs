using ChainTips.Ethereum.SignIn;
using ChainTips.Testing;

namespace ChainTips.Ethereum.Tests.SignIn;

internal sealed class InternetTimeTests
{
    [TestCase("1985-04-12T23:20:50.52Z", Description = "RFC 3339, section 5.8")]
    [TestCase("1996-12-19T16:39:57-08:00", Description = "RFC 3339, section 5.8")]
    [TestCase("1990-12-31T23:59:60Z", Description = "RFC 3339, section 5.8, a leap second")]
    [TestCase("1990-12-31T15:59:60-08:00", Description = "RFC 3339, section 5.8, a leap second")]
    [TestCase("1937-01-01T12:00:27.87+00:20", Description = "RFC 3339, section 5.8")]
    [TestCase("2024-02-29t00:00:00z", Description = "lower case")]
    [TestCase("2000-02-29T00:00:00Z")]
    [TestCase("0000-02-29T00:00:00-00:00")]
    [TestCase("9999-12-31T23:59:59.999999999999999999-23:59")]
    public void A_time_of_RFC_3339_is_read(string text) => Assert.That(InternetTime.Parse(text).Text, Is.EqualTo(text));

    [TestCase("")]
    [TestCase("2021-09-30")]
    [TestCase("2021-09-30T16:25:24")]
    [TestCase("2021-09-30 16:25:24Z")]
    [TestCase("2021-9-30T16:25:24Z")]
    [TestCase("2021-09-30T16:25Z")]
    [TestCase("2021-09-30T16:25:24.Z")]
    [TestCase("2021-09-30T16:25:24,5Z")]
    [TestCase("2021-00-30T16:25:24Z")]
    [TestCase("2021-13-30T16:25:24Z")]
    [TestCase("2021-09-00T16:25:24Z")]
    [TestCase("2021-09-31T16:25:24Z")]
    [TestCase("2021-02-29T16:25:24Z")]
    [TestCase("1900-02-29T16:25:24Z")]
    [TestCase("2021-09-30T24:00:00Z")]
    [TestCase("2021-09-30T16:60:24Z")]
    [TestCase("2021-09-30T16:25:61Z")]
    [TestCase("2021-09-30T16:25:60Z", Description = "not at the end of a month")]
    [TestCase("2021-09-30T16:25:24+2:00")]
    [TestCase("2021-09-30T16:25:24+0200")]
    [TestCase("2021-09-30T16:25:24+24:00")]
    [TestCase("2021-09-30T16:25:24+02:60")]
    [TestCase("2021-09-30T16:25:24|02:00")]
    [TestCase("2021-09-30T16:25:24Z\n")]
    [TestCase("12021-09-30T16:25:24Z")]
    [TestCase("２021-09-30T16:25:24Z")]
    public void Anything_else_is_no_time(string text) => Assert.That(InternetTime.TryParse(text, out _, out _), Is.False);

    [TestCase("2021-09-30T16:25:24Z", "2021-09-30T16:25:24.0000001Z", true)]
    [TestCase("2021-09-30T16:25:24.10Z", "2021-09-30T16:25:24.1Z", false)]
    [TestCase("2021-09-30T16:25:24.0999999999999Z", "2021-09-30T16:25:24.1Z", true)]
    [TestCase("2021-09-30T16:25:24+02:00", "2021-09-30T16:25:24Z", true)]
    [TestCase("2021-09-30T16:25:24-02:00", "2021-09-30T16:25:24Z", false)]
    [TestCase("1990-12-31T23:59:60Z", "1991-01-01T00:00:00Z", false)]
    [TestCase("0000-12-31T23:59:59Z", "0001-01-01T00:00:00Z", true)]
    public void Times_are_ordered_by_the_instant(string first, string second, bool isBefore) =>
        Assert.That(InternetTime.Parse(first).IsBefore(InternetTime.Parse(second)), Is.EqualTo(isBefore));

    [Test]
    public void The_platform_agrees_on_the_order() =>
        Holds.ForAll(
            Holds.BytesOf(12),
            bytes =>
            {
                DateTimeOffset first = Time(bytes.AsSpan(0, 6));
                DateTimeOffset second = Time(bytes.AsSpan(6, 6));
                return InternetTime.Of(first).IsBefore(InternetTime.Of(second)) == (first < second);
            });

    [Test]
    [Category("Fuzz")]
    public void Hostile_text_is_refused_or_a_time_of_that_text() =>
        Fuzz.Text(
            "RFC 3339",
            [
                "2021-09-30T16:25:24Z", "2021-09-30t16:25:24.123456789-23:59", "1990-12-31T23:59:60Z",
                "0000-02-29T00:00:00+00:00", "9999-12-31T23:59:59z",
            ],
            new Allowance(8_000, 40),
            text => InternetTime.TryParse(text, out InternetTime? time, out string? error)
                ? Fuzz.AcceptedIf(error is null && time.Text == text && !time.IsBefore(time))
                : Fuzz.RefusedIf(time is null && error.Length is > 0 and < 400));

    private static DateTimeOffset Time(ReadOnlySpan<byte> bytes)
    {
        long ticks = 0;
        foreach (byte one in bytes)
        {
            ticks = (ticks << 8) | one;
        }

        return new DateTimeOffset(ticks * 11_000 % DateTimeOffset.MaxValue.Ticks, TimeSpan.Zero);
    }
}
