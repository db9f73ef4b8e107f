using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.Proofs;

/// <summary>
/// One member of a block or receipt as the execution API writes it, read strictly: what is not of the asked form is a
/// <see cref="ConsensusFormatException"/> that names the member.
/// </summary>
internal readonly struct JsonField(JsonElement element, string path)
{
    private const int MaxQuoted = 256;

    /// <summary>A member that must be there and not null.</summary>
    public JsonField Required(string name) =>
        Optional(name) ?? throw new ConsensusFormatException($"'{path}.{name}' is missing; give all that the node tells.");

    /// <summary>A member that may be missing or null, which are the same.</summary>
    public JsonField? Optional(string name)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw Unlike("a JSON object");
        }

        return TryFind(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null
            ? new JsonField(value, $"{path}.{name}")
            : null;
    }

    /// <summary>The elements of an array, each parsed with its index in its name.</summary>
    public T[] ToArray<T>(Func<JsonField, int, T> parse)
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            throw Unlike("a JSON array");
        }

        T[] items = new T[element.GetArrayLength()];
        int index = 0;
        foreach (JsonElement item in element.EnumerateArray())
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]");
            items[index] = parse(new JsonField(item, name), index);
            index++;
        }

        return items;
    }

    /// <summary>A hexadecimal quantity below 2²⁵⁶; leading zeros and upper-case digits are accepted.</summary>
    public UInt256 ToUInt256()
    {
        const string Form = "a hexadecimal quantity below 2^256";
        ReadOnlySpan<byte> digits = HexDigits(Form);
        ReadOnlySpan<byte> significant = digits.TrimStart((byte)'0');
        Span<byte> padded = stackalloc byte[2 * UInt256.Length];
        if (digits.IsEmpty || significant.Length > padded.Length)
        {
            throw Unlike(Form);
        }

        padded.Fill((byte)'0');
        significant.CopyTo(padded[^significant.Length..]);
        Span<byte> word = stackalloc byte[UInt256.Length];
        return Hex.TryDecode(padded, word) ? UInt256.FromBigEndian(word) : throw Unlike(Form);
    }

    /// <summary>A hexadecimal quantity below 2⁶⁴; leading zeros and upper-case digits are accepted.</summary>
    public ulong ToUInt64() => ToUInt256().TryToUInt128(out UInt128 value) && value <= ulong.MaxValue
        ? (ulong)value
        : throw Unlike("a hexadecimal quantity below 2^64");

    /// <summary>Exactly 32 bytes.</summary>
    public Hash32 ToHash32()
    {
        Span<byte> bytes = stackalloc byte[Hash32.Length];
        Decode(bytes);
        return Hash32.FromBytes(bytes);
    }

    /// <summary>Exactly 20 bytes; the case of the digits is not checked, because nodes write either.</summary>
    public Address ToAddress()
    {
        Span<byte> bytes = stackalloc byte[Address.Length];
        Decode(bytes);
        return Address.FromBytes(bytes);
    }

    /// <summary>Bytes of any length.</summary>
    public byte[] ToBytes()
    {
        const string Form = "0x and hexadecimal digit pairs";
        ReadOnlySpan<byte> digits = HexDigits(Form);
        byte[] bytes = new byte[digits.Length / 2];
        return Hex.TryDecode(digits, bytes) ? bytes : throw Unlike(Form);
    }

    /// <summary>Exactly as many bytes as the destination has.</summary>
    public void Decode(Span<byte> destination)
    {
        string form = string.Create(CultureInfo.InvariantCulture, $"0x and {2 * destination.Length} hexadecimal digits");
        if (!Hex.TryDecode(HexDigits(form), destination))
        {
            throw Unlike(form);
        }
    }

    /// <summary>The exception that this member is not what it must be; the sentence part says what that is.</summary>
    public ConsensusFormatException Unlike(string form)
    {
        ReadOnlySpan<byte> raw = JsonMarshal.GetRawUtf8Value(element);
        string shown = Encoding.UTF8.GetString(raw[..Math.Min(raw.Length, MaxQuoted)]);
        return new ConsensusFormatException($"'{path}' is not {form} but {Excerpt.Quote(shown)}.");
    }

    /// <remarks>
    /// The platform resolves escapes only when it compares names, and half of a surrogate pair is no text to it.
    /// </remarks>
    private bool TryFind(string name, out JsonElement value)
    {
        try
        {
            return element.TryGetProperty(name, out value);
        }
        catch (InvalidOperationException)
        {
            throw Unlike("a JSON object whose names are text");
        }
    }

    /// <summary>The characters after 0x as they stand between the quotes; an escaped character is no digit.</summary>
    private ReadOnlySpan<byte> HexDigits(string form)
    {
        if (element.ValueKind != JsonValueKind.String)
        {
            throw Unlike(form);
        }

        ReadOnlySpan<byte> text = JsonMarshal.GetRawUtf8Value(element)[1..^1];
        return text.StartsWith("0x"u8) ? text[2..] : throw Unlike(form);
    }
}
