using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.PaymentUris;

/// <summary>
/// The numbers of EIP-681: decimal, with an optional sign, fraction and power of ten, and always an integer.
/// </summary>
internal static class PaymentNumber
{
    /// <summary>Decimal digits of 2²⁵⁶ − 1.</summary>
    private const int MostDigits = 78;

    /// <summary>Longest exponent that an integer with so many digits and a sensible fraction has.</summary>
    private const int MostExponentDigits = 9;

    /// <summary>
    /// Reads a number exactly; it has at most 78 digits, and an exponent not below the digits after its point.
    /// </summary>
    public static bool TryParse(
        ReadOnlySpan<char> text, out BigInteger number, [NotNullWhen(false)] out string? error)
    {
        number = default;
        error = null;
        ReadOnlySpan<char> rest = text.Length > 0 && text[0] is '-' or '+' ? text[1..] : text;
        ReadOnlySpan<char> whole = TakeDigits(ref rest);
        ReadOnlySpan<char> fraction = default;
        bool hasPoint = rest.Length > 0 && rest[0] == '.';
        if (hasPoint)
        {
            rest = rest[1..];
            fraction = TakeDigits(ref rest);
        }

        ReadOnlySpan<char> exponent = default;
        if (rest.Length > 0 && rest[0] is 'e' or 'E')
        {
            rest = rest[1..];
            exponent = TakeDigits(ref rest);
        }

        if (rest.Length > 0 || whole.Length + fraction.Length == 0 || (hasPoint && fraction.IsEmpty))
        {
            error = $"{Excerpt.Quote(text)} is no number; write one like 1000000 or 2.014e18.";
            return false;
        }

        string digits = string.Concat(whole, fraction).TrimStart('0');
        return TryScale(text, digits, exponent.TrimStart('0'), fraction.Length, out number, out error);
    }

    private static bool TryScale(
        ReadOnlySpan<char> text,
        string digits,
        ReadOnlySpan<char> exponent,
        int fractionDigits,
        out BigInteger number,
        [NotNullWhen(false)] out string? error)
    {
        number = default;
        error = null;
        bool isHuge = exponent.Length > MostExponentDigits;
        int power = isHuge ? 0 : int.Parse($"0{exponent}", NumberStyles.None, CultureInfo.InvariantCulture);
        if (!isHuge && power < fractionDigits)
        {
            error = $"{Excerpt.Quote(text)} is no integer; its exponent must not be below the digits after the point.";
            return false;
        }

        // Checked before the arithmetic, so that a short text cannot ask for a long number.
        if (digits.Length > 0 && (isHuge || digits.Length + (long)power - fractionDigits > MostDigits))
        {
            error = $"{Excerpt.Quote(text)} does not fit in 256 bits.";
            return false;
        }

        if (digits.Length > 0)
        {
            BigInteger magnitude = BigInteger.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture)
                * BigInteger.Pow(10, power - fractionDigits);
            number = text[0] == '-' ? -magnitude : magnitude;
        }

        return true;
    }

    private static ReadOnlySpan<char> TakeDigits(scoped ref ReadOnlySpan<char> rest)
    {
        int end = rest.IndexOfAnyExceptInRange('0', '9');
        ReadOnlySpan<char> digits = end < 0 ? rest : rest[..end];
        rest = rest[digits.Length..];
        return digits;
    }
}
