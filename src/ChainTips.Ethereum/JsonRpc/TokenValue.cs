using System.Globalization;
using System.Text;
using System.Text.Json;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.JsonRpc;

/// <summary>
/// Reads the current token as a value of the execution API, with the rules of <see cref="WireValue"/>.
/// </summary>
/// <param name="method">The method that was called, for messages.</param>
/// <param name="owner">The name of what holds the members, for messages.</param>
internal sealed class TokenValue(string method, string owner)
{
    /// <summary>Exactly 32 bytes.</summary>
    public Hash32 Hash32(ref Utf8JsonReader reader, string name)
    {
        Span<byte> bytes = stackalloc byte[Primitives.Hash32.Length];
        return TryHex(ref reader, bytes)
            ? Primitives.Hash32.FromBytes(bytes)
            : throw Unlike(ref reader, name, "0x and 64 hexadecimal digits");
    }

    /// <summary>Exactly 20 bytes; the case of the digits is not checked, because nodes write either.</summary>
    public Address Address(ref Utf8JsonReader reader, string name)
    {
        Span<byte> bytes = stackalloc byte[Primitives.Address.Length];
        return TryHex(ref reader, bytes)
            ? Primitives.Address.FromBytes(bytes)
            : throw Unlike(ref reader, name, "0x and 40 hexadecimal digits");
    }

    /// <summary>A hexadecimal quantity below 2⁶⁴; leading zeros and upper-case digits are accepted (F32).</summary>
    public ulong UInt64(ref Utf8JsonReader reader, string name) =>
        TryUInt64(ref reader, out ulong value) ? value : throw Unlike(ref reader, name, "a hexadecimal quantity below 2^64");

    /// <summary>Reads a hexadecimal quantity below 2⁶⁴; false if it is anything else.</summary>
    public static bool TryUInt64(ref Utf8JsonReader reader, out ulong value)
    {
        value = 0;
        return TryDigits(ref reader, out ReadOnlySpan<byte> digits)
            && ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>A hexadecimal quantity that can index a list.</summary>
    public int Index(ref Utf8JsonReader reader, string name)
    {
        ulong value = UInt64(ref reader, name);
        return value <= int.MaxValue ? (int)value : throw Unlike(ref reader, name, "a hexadecimal index below 2^31");
    }

    /// <summary>Bytes of any even number of digits, into a buffer that grows as they need.</summary>
    public int Bytes(ref Utf8JsonReader reader, string name, ref byte[] buffer)
    {
        const string Form = "0x and hexadecimal digit pairs";
        if (!TryDigits(ref reader, out ReadOnlySpan<byte> digits))
        {
            throw Unlike(ref reader, name, Form);
        }

        int length = digits.Length / 2;
        if (length > buffer.Length)
        {
            buffer = new byte[Math.Max(length, (int)Math.Min(buffer.Length * 2L, Array.MaxLength))];
        }

        return Hex.TryDecode(digits, buffer.AsSpan(0, length)) ? length : throw Unlike(ref reader, name, Form);
    }

    /// <summary>A JSON true or false.</summary>
    public bool Boolean(ref Utf8JsonReader reader, string name) => reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => throw Unlike(ref reader, name, "true or false"),
    };

    /// <summary>Refuses a token of another type.</summary>
    public void Require(ref Utf8JsonReader reader, JsonTokenType type, string name, string form)
    {
        if (reader.TokenType != type)
        {
            throw Unlike(ref reader, name, form);
        }
    }

    /// <summary>The exception of a member; the sentence part says what is wrong with it.</summary>
    public MalformedResponseException Malformed(string name, string fault) =>
        MalformedResponseException.OfField(method, $"{owner}.{name}", fault);

    /// <summary>
    /// The exception of a value that is not of the form asked; without a name it is the owner itself.
    /// </summary>
    public MalformedResponseException Unlike(ref Utf8JsonReader reader, string name, string form)
    {
        string text = Encoding.UTF8.GetString(reader.ValueSpan[..Math.Min(reader.ValueSpan.Length, 256)]);
        string shown = reader.TokenType == JsonTokenType.String ? $"\"{text}\"" : text;
        string path = name.Length == 0 ? owner : $"{owner}.{name}";
        return MalformedResponseException.OfField(method, path, $"is not {form} but {Excerpt.Quote(shown)}");
    }

    private static bool TryHex(ref Utf8JsonReader reader, scoped Span<byte> bytes) =>
        TryDigits(ref reader, out ReadOnlySpan<byte> digits) && Hex.TryDecode(digits, bytes);

    /// <summary>
    /// The characters after 0x as they stand between the quotes; an escaped character is not a digit.
    /// </summary>
    public static bool TryDigits(ref Utf8JsonReader reader, out ReadOnlySpan<byte> digits)
    {
        bool isHex = reader.TokenType == JsonTokenType.String && reader.ValueSpan.StartsWith("0x"u8);
        digits = isHex ? reader.ValueSpan[2..] : default;
        return isHex;
    }
}
