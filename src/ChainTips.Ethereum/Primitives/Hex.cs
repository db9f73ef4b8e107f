using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ChainTips.Ethereum.Primitives;

/// <summary>
/// Hexadecimal text of unformatted data, as in the Ethereum JSON-RPC specification: 0x and two digits per byte.
/// </summary>
public static class Hex
{
    private const string Prefix = "0x";

    /// <summary>Writes 0x and two lower-case digits per byte; no bytes are written as <c>0x</c>.</summary>
    public static string Format(ReadOnlySpan<byte> bytes) => Prefix + Convert.ToHexStringLower(bytes);

    /// <summary>Reads 0x and an even number of digits of any case, or throws <see cref="FormatException"/>.</summary>
    public static byte[] Parse(string text) =>
        TryParse(text, out byte[]? bytes, out string? error) ? bytes : throw new FormatException(error);

    /// <summary>
    /// Reads 0x and an even number of digits of any case, or says in <paramref name="error"/> what is wrong.
    /// </summary>
    public static bool TryParse(
        string? text, [NotNullWhen(true)] out byte[]? bytes, [NotNullWhen(false)] out string? error)
    {
        bytes = null;
        error = FindFault(text, "hex data", "an even number of hexadecimal digits");
        if (error is not null)
        {
            return false;
        }

        byte[] decoded = new byte[(text!.Length - Prefix.Length) / 2];
        if (!TryDecode(text.AsSpan(Prefix.Length), decoded))
        {
            error = $"The hex data {Excerpt.Quote(text)} is not made of digit pairs; write an even number of 0-9, a-f.";
            return false;
        }

        bytes = decoded;
        return true;
    }

    /// <summary>
    /// Decodes digits without a prefix; true only if they are all digits and fill the destination exactly.
    /// </summary>
    public static bool TryDecode(ReadOnlySpan<char> digits, Span<byte> destination) =>
        digits.Length == (long)destination.Length * 2
        && Convert.FromHexString(digits, destination, out _, out _) == OperationStatus.Done;

    /// <summary>
    /// Decodes UTF-8 digits without a prefix; true only if they are all digits and fill the destination exactly.
    /// </summary>
    public static bool TryDecode(ReadOnlySpan<byte> utf8Digits, Span<byte> destination) =>
        utf8Digits.Length == (long)destination.Length * 2
        && Convert.FromHexString(utf8Digits, destination, out _, out _) == OperationStatus.Done;

    /// <summary>
    /// Decodes a value of a fixed length; null on success, else a sentence that names the value and the remedy.
    /// </summary>
    internal static string? DecodeFixed(string? text, string what, Span<byte> destination)
    {
        int digits = destination.Length * 2;
        string form = string.Create(CultureInfo.InvariantCulture, $"exactly {digits} hexadecimal digits");
        if (FindFault(text, what, form) is string fault)
        {
            return fault;
        }

        if (text!.Length != digits + Prefix.Length)
        {
            int found = text.Length - Prefix.Length;
            return string.Create(
                CultureInfo.InvariantCulture,
                $"The {what} {Excerpt.Quote(text)} has {found} characters after 0x; write 0x and {form}.");
        }

        return TryDecode(text.AsSpan(Prefix.Length), destination)
            ? null
            : $"The {what} {Excerpt.Quote(text)} has a character that is not hexadecimal; write 0x and {form}.";
    }

    private static string? FindFault(string? text, string what, string form)
    {
        if (string.IsNullOrEmpty(text))
        {
            return $"The {what} is missing; write 0x and {form}.";
        }

        return text.StartsWith(Prefix, StringComparison.Ordinal)
            ? null
            : $"The {what} {Excerpt.Quote(text)} does not begin with 0x; write 0x and {form}.";
    }
}
