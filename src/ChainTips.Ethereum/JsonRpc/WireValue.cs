using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.JsonRpc;

/// <summary>
/// One value of an answer, read strictly: what is not of the asked form is a <see cref="MalformedResponseException"/>.
/// </summary>
internal readonly struct WireValue
{
    private readonly JsonElement _element;
    private readonly string _method;
    private readonly string? _owner;
    private readonly string _name;

    private WireValue(JsonElement element, string method, string? owner, string name)
    {
        _element = element;
        _method = method;
        _owner = owner;
        _name = name;
    }

    /// <summary>Whether this is the JSON null.</summary>
    public bool IsNull => _element.ValueKind == JsonValueKind.Null;

    /// <summary>The result of a call.</summary>
    public static WireValue Result(JsonElement element, string method) => new(element, method, null, "result");

    /// <summary>A member that must be there, and may be null.</summary>
    public WireValue Field(string name)
    {
        WireValue? field = OptionalField(name);
        return field ?? throw new WireValue(_element, _method, _name, name).Malformed("is missing");
    }

    /// <summary>A member that need not be there; null then.</summary>
    public WireValue? OptionalField(string name)
    {
        if (_element.ValueKind != JsonValueKind.Object)
        {
            throw Unlike("an object");
        }

        return _element.TryGetProperty(name, out JsonElement field) ? new WireValue(field, _method, _name, name) : null;
    }

    /// <summary>The parsed elements of an array, with their indexes.</summary>
    public T[] ToArray<T>(Func<WireValue, int, T> parse)
    {
        if (_element.ValueKind != JsonValueKind.Array)
        {
            throw Unlike("an array");
        }

        T[] items = new T[_element.GetArrayLength()];
        int index = 0;
        foreach (JsonElement item in _element.EnumerateArray())
        {
            items[index] = parse(new WireValue(item, _method, _owner, _name), index);
            index++;
        }

        return items;
    }

    /// <summary>A hexadecimal quantity below 2⁶⁴; leading zeros and upper-case digits are accepted.</summary>
    public ulong ToUInt64()
    {
        const string Form = "a hexadecimal quantity below 2^64";

        // An unsigned type reads no sign here, unlike BigInteger, to which a high first digit means a negative number.
        return ulong.TryParse(
            HexText(Form), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong value)
            ? value
            : throw Unlike(Form);
    }

    /// <summary>A hexadecimal quantity below 2²⁵⁶; leading zeros and upper-case digits are accepted.</summary>
    public UInt256 ToUInt256()
    {
        const string Form = "a hexadecimal quantity below 2^256";
        ReadOnlySpan<byte> digits = HexText(Form).TrimStart((byte)'0');
        Span<byte> padded = stackalloc byte[2 * UInt256.Length];
        Span<byte> bytes = stackalloc byte[UInt256.Length];
        if (digits.Length > padded.Length)
        {
            throw Unlike(Form);
        }

        padded.Fill((byte)'0');
        digits.CopyTo(padded[(padded.Length - digits.Length)..]);
        return Hex.TryDecode(padded, bytes) ? UInt256.FromBigEndian(bytes) : throw Unlike(Form);
    }

    /// <summary>A hexadecimal quantity that can index a list.</summary>
    public int ToIndex()
    {
        ulong value = ToUInt64();
        return value <= int.MaxValue ? (int)value : throw Unlike("a hexadecimal index below 2^31");
    }

    /// <summary>A hexadecimal quantity that numbers a block.</summary>
    public BlockNumber ToBlockNumber() => new(ToUInt64());

    /// <summary>Exactly 32 bytes.</summary>
    public Hash32 ToHash32()
    {
        Span<byte> bytes = stackalloc byte[Hash32.Length];
        Decode(bytes, "0x and 64 hexadecimal digits");
        return Hash32.FromBytes(bytes);
    }

    /// <summary>Exactly 20 bytes; the case of the digits is not checked, because nodes write either.</summary>
    public Address ToAddress()
    {
        Span<byte> bytes = stackalloc byte[Address.Length];
        Decode(bytes, "0x and 40 hexadecimal digits");
        return Address.FromBytes(bytes);
    }

    /// <summary>Bytes of any even number of digits.</summary>
    public byte[] ToBytes()
    {
        const string Form = "0x and hexadecimal digit pairs";
        ReadOnlySpan<byte> digits = HexText(Form);
        byte[] bytes = new byte[digits.Length / 2];
        return Hex.TryDecode(digits, bytes) ? bytes : throw Unlike(Form);
    }

    /// <summary>Exactly so many bytes.</summary>
    public byte[] ToBytes(int length)
    {
        byte[] bytes = new byte[length];
        Decode(bytes, string.Create(CultureInfo.InvariantCulture, $"0x and {length * 2} hexadecimal digits"));
        return bytes;
    }

    /// <summary>A JSON true or false.</summary>
    public bool ToBoolean() => _element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Unlike("true or false"),
    };

    /// <summary>The exception that this value is not what it must be; the sentence part says how.</summary>
    public MalformedResponseException Malformed(string fault) =>
        MalformedResponseException.OfField(_method, Path, fault);

    /// <summary>The exception that this value answers another question; the sentence part says which.</summary>
    public MalformedResponseException Foreign(string fault) =>
        MalformedResponseException.OfOtherQuestion(_method, Path, fault);

    private string Path => _owner is null ? _name : $"{_owner}.{_name}";

    private MalformedResponseException Unlike(string form) =>
        Malformed($"is not {form} but {Excerpt.Quote(Encoding.UTF8.GetString(RawStart()))}");

    private ReadOnlySpan<byte> RawStart()
    {
        ReadOnlySpan<byte> raw = JsonMarshal.GetRawUtf8Value(_element);
        return raw[..Math.Min(raw.Length, 256)];
    }

    private void Decode(Span<byte> destination, string form)
    {
        if (!Hex.TryDecode(HexText(form), destination))
        {
            throw Unlike(form);
        }
    }

    /// <summary>
    /// The characters after 0x, as they stand between the quotes; an escaped character is not a digit.
    /// </summary>
    private ReadOnlySpan<byte> HexText(string form)
    {
        if (_element.ValueKind != JsonValueKind.String)
        {
            throw Unlike(form);
        }

        ReadOnlySpan<byte> text = JsonMarshal.GetRawUtf8Value(_element)[1..^1];
        return text.StartsWith("0x"u8) ? text[2..] : throw Unlike(form);
    }
}
