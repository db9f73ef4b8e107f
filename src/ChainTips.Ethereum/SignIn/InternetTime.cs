using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.SignIn;

/// <summary>
/// A date and time as RFC 3339 writes it; ordered by the instant, while equality is that of the text.
/// </summary>
/// <remarks>A leap second is the instant of the second after it.</remarks>
public sealed partial record InternetTime
{
    private readonly long _seconds;
    private readonly string _fraction;

    private InternetTime(string text, long seconds, string fraction)
    {
        Text = text;
        _seconds = seconds;
        _fraction = fraction;
    }

    /// <summary>The text as it was written.</summary>
    public string Text { get; }

    /// <summary>A time of the platform, in UTC.</summary>
    public static InternetTime Of(DateTimeOffset time) =>
        Parse(time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture));

    /// <summary>Reads a <c>date-time</c>, or throws <see cref="FormatException"/>.</summary>
    public static InternetTime Parse(string text) =>
        TryParse(text, out InternetTime? time, out string? error) ? time : throw new FormatException(error);

    /// <summary>Reads a <c>date-time</c> (RFC 3339, section 5.6) of a day that exists.</summary>
    public static bool TryParse(
        string text, [NotNullWhen(true)] out InternetTime? time, [NotNullWhen(false)] out string? error)
    {
        Match match = DateTimeForm().Match(text);
        time = match.Success ? FromParts(text, match) : null;
        error = time is null ? $"{Excerpt.Quote(text)} is no time as in RFC 3339, such as 2026-01-31T23:59:59Z." : null;
        return time is not null;
    }

    /// <summary>Whether this instant is before another.</summary>
    public bool IsBefore(InternetTime other) =>
        _seconds < other._seconds
        || (_seconds == other._seconds && string.CompareOrdinal(_fraction, other._fraction) < 0);

    /// <summary>Whether the texts are equal.</summary>
    public bool Equals(InternetTime? other) => other is not null && Text == other.Text;

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static InternetTime? FromParts(string text, Match match)
    {
        int year = Part(match, "year");
        int month = Part(match, "month");
        int day = Part(match, "day");
        int second = Part(match, "second");
        int offset = (Part(match, "offsetHour") * 60) + Part(match, "offsetMinute");
        int local = (Part(match, "hour") * 60) + Part(match, "minute");
        int minutes = match.Groups["sign"].Value == "-" ? local + offset : local - offset;
        if (month is < 1 or > 12 || day < 1 || day > DaysIn(year, month))
        {
            return null;
        }

        long days = DaysSinceEpoch(year, month, day);
        long seconds = (days * 86_400) + (minutes * 60L) + second;
        return second < 60 || IsMonthEnd(seconds)
            ? new InternetTime(text, seconds, match.Groups["fraction"].Value.TrimEnd('0'))
            : null;
    }

    private static int Part(Match match, string name) =>
        match.Groups[name] is { Success: true } group
            ? int.Parse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture)
            : 0;

    /// <remarks>
    /// The year 0 of RFC 3339 is a leap year of the Gregorian calendar, which the platform does not know.
    /// </remarks>
    private static int DaysIn(int year, int month) => DateTime.DaysInMonth(year == 0 ? 2000 : year, month);

    /// <summary>Days of the Gregorian calendar from 1970, counted in years that begin with March.</summary>
    private static long DaysSinceEpoch(int year, int month, int day)
    {
        int shifted = year + 400 - (month <= 2 ? 1 : 0);
        int dayOfYear = (((153 * ((month + 9) % 12)) + 2) / 5) + day - 1;
        return (shifted * 365L) + (shifted / 4) - (shifted / 100) + (shifted / 400) + dayOfYear - 719_468 - 146_097;
    }

    /// <summary>Whether a leap second that ends at this instant is in its place: the end of a month in UTC.</summary>
    private static bool IsMonthEnd(long seconds) =>
        seconds is >= -62_135_596_800 and < 253_402_300_800
        && DateTimeOffset.FromUnixTimeSeconds(seconds) is { Day: 1, TimeOfDay.Ticks: 0 };

    [GeneratedRegex(
        "^(?<year>[0-9]{4})-(?<month>[0-9]{2})-(?<day>[0-9]{2})[Tt]"
        + "(?<hour>[01][0-9]|2[0-3]):(?<minute>[0-5][0-9]):(?<second>[0-5][0-9]|60)(?:\\.(?<fraction>[0-9]+))?"
        + "(?:[Zz]|(?<sign>[+-])(?<offsetHour>[01][0-9]|2[0-3]):(?<offsetMinute>[0-5][0-9]))\\z")]
    private static partial Regex DateTimeForm();
}
