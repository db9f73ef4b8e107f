using System.Globalization;
using System.Numerics;
using System.Text.Json;
using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.TypedData;

/// <summary>Encodes values of one word (EIP-712, "Definition of encodeData").</summary>
internal static class AtomEncoder
{
    /// <summary>Digits of the longest integer, 2²⁵⁶ − 1, in decimal and in hex.</summary>
    private const int MaxDecimalDigits = 78;
    private const int MaxHexDigits = 64;

    /// <summary>Writes the word of a value; null on success, else what is wrong.</summary>
    public static string? Encode(FieldType.Atom type, JsonElement value, Span<byte> word)
    {
        word.Clear();
        return type.Kind switch
        {
            AtomKind.Address => EncodeAddress(value, word),
            AtomKind.Boolean => EncodeBoolean(value, word),
            AtomKind.Bytes => EncodeBytes(value, word),
            AtomKind.FixedBytes => EncodeFixedBytes(value, type.Size, word),
            AtomKind.Text => EncodeText(value, word),
            _ => EncodeInteger(value, type, word),
        };
    }

    private static string? EncodeAddress(JsonElement value, Span<byte> word)
    {
        if (!Address.TryParse(JsonMembers.Text(value), out Address address, out string? error))
        {
            return error;
        }

        address.CopyTo(word[(Hash32.Length - Address.Length)..]);
        return null;
    }

    private static string? EncodeBoolean(JsonElement value, Span<byte> word)
    {
        if (value.ValueKind is not JsonValueKind.True and not JsonValueKind.False)
        {
            return "A bool must be true or false.";
        }

        word[^1] = (byte)(value.GetBoolean() ? 1 : 0);
        return null;
    }

    private static string? EncodeBytes(JsonElement value, Span<byte> word)
    {
        if (!Hex.TryParse(JsonMembers.Text(value), out byte[]? bytes, out string? error))
        {
            return error;
        }

        Keccak256.Hash(bytes, word);
        return null;
    }

    private static string? EncodeFixedBytes(JsonElement value, int size, Span<byte> word) =>
        Hex.DecodeFixed(
            JsonMembers.Text(value), string.Create(CultureInfo.InvariantCulture, $"bytes{size}"), word[..size]);

    private static string? EncodeText(JsonElement value, Span<byte> word)
    {
        if (JsonMembers.Text(value) is not string text)
        {
            return "A string must be a JSON string.";
        }

        Keccak256.HashUtf8(text).CopyTo(word);
        return null;
    }

    private static string? EncodeInteger(JsonElement value, FieldType.Atom type, Span<byte> word)
    {
        string? text = value.ValueKind == JsonValueKind.Number ? value.GetRawText() : JsonMembers.Text(value);
        bool isSigned = type.Kind == AtomKind.SignedInteger;
        if (text is null || !TryReadInteger(text, out BigInteger integer))
        {
            return $"{Excerpt.Quote(text ?? value.ValueKind.ToString())} is no integer of at most 256 bits; "
                + "write a number, decimal digits, or hex with 0x.";
        }

        BigInteger limit = BigInteger.One << (isSigned ? type.Size - 1 : type.Size);
        if (integer >= limit || integer < (isSigned ? -limit : BigInteger.Zero))
        {
            string sign = isSigned ? "" : "u";
            return string.Create(CultureInfo.InvariantCulture, $"{integer} does not fit in {sign}int{type.Size}.");
        }

        // A negative number is extended to 256 bits, in two's complement.
        word.Fill(integer.Sign < 0 ? byte.MaxValue : byte.MinValue);
        int length = integer.GetByteCount(isUnsigned: !isSigned);
        integer.TryWriteBytes(word[(Hash32.Length - length)..], out _, isUnsigned: !isSigned, isBigEndian: true);
        return null;
    }

    /// <remarks>The length is checked first, because reading a huge number takes quadratic time.</remarks>
    private static bool TryReadInteger(string text, out BigInteger integer)
    {
        integer = default;
        if (text.StartsWith("0x", StringComparison.Ordinal))
        {
            ReadOnlySpan<char> hex = text.AsSpan(2).TrimStart('0');
            return text.Length > 2
                && hex.Length <= MaxHexDigits
                && BigInteger.TryParse(
                    $"0{hex}", NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out integer);
        }

        bool isNegative = text.StartsWith('-');
        ReadOnlySpan<char> digits = text.AsSpan(isNegative ? 1 : 0);
        ReadOnlySpan<char> significant = digits.TrimStart('0');
        bool isInteger = !digits.IsEmpty
            && significant.Length <= MaxDecimalDigits
            && BigInteger.TryParse($"0{significant}", NumberStyles.None, CultureInfo.InvariantCulture, out integer);
        integer = isNegative ? -integer : integer;
        return isInteger;
    }
}
