using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.Abi;

/// <summary>Values as JSON: integers as decimal strings, bytes and addresses in hex, tuples and arrays as arrays.</summary>
public static class AbiJson
{
    /// <summary>Digits of an integer that is read; more than any type has, so that zeros may lead.</summary>
    /// <remarks>Parsing a huge number takes more than linear time.</remarks>
    private const int MaxDigits = 256;

    private const int MaxShown = 256;

    /// <summary>Reads an array of names of types.</summary>
    /// <exception cref="FormatException">The element is no array of strings, or one of them is no type.</exception>
    public static AbiType[] ReadTypes(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array
            ? [.. element.EnumerateArray().Select(name => AbiType.Parse(ReadText(name)))]
            : throw new FormatException($"{Shown(element)} is no array of types; write one, such as [\"uint256\"].");

    /// <summary>
    /// Reads a value of a type. Integers may be numbers, decimal strings, or hex strings with 0x, each with a sign.
    /// </summary>
    /// <remarks>Ranges and counts are checked when the value is encoded.</remarks>
    /// <exception cref="FormatException">The element is no such value.</exception>
    public static AbiValue Read(AbiType type, JsonElement element) => type switch
    {
        AbiType.Number => new AbiValue.Number(ReadInteger(element)),
        AbiType.Bool => ReadBool(element),
        AbiType.Account => new AbiValue.Account(Address.Parse(ReadText(element))),
        AbiType.Text => new AbiValue.Text(ReadText(element)),
        AbiType.Bytes or AbiType.FixedBytes or AbiType.FunctionPointer => new AbiValue.Bytes(Hex.Parse(ReadText(element))),
        AbiType.Array array => new AbiValue.List([.. Items(type, element).Select(item => Read(array.Element, item))]),
        AbiType.FixedArray array => new AbiValue.List([.. Items(type, element).Select(item => Read(array.Element, item))]),
        AbiType.Tuple tuple => new AbiValue.List(ReadMembers(tuple.Members, element)),
        _ => throw new UnreachableException(),
    };

    /// <summary>Reads an array of one value per type.</summary>
    /// <exception cref="FormatException">The element is no array of so many values.</exception>
    public static IReadOnlyList<AbiValue> ReadMembers(IReadOnlyList<AbiType> types, JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Array || element.GetArrayLength() != types.Count)
        {
            throw new FormatException($"{Shown(element)} is no array of {types.Count} values; write one for each type.");
        }

        return [.. element.EnumerateArray().Select((item, index) => Read(types[index], item))];
    }

    /// <summary>Writes a value.</summary>
    public static void Write(Utf8JsonWriter writer, AbiValue value)
    {
        switch (value)
        {
            case AbiValue.Number number:
                writer.WriteStringValue(number.Value.ToString(CultureInfo.InvariantCulture));
                break;
            case AbiValue.Bool flag:
                writer.WriteBooleanValue(flag.Value);
                break;
            case AbiValue.Account account:
                writer.WriteStringValue(account.Value.ToString());
                break;
            case AbiValue.Text text:
                writer.WriteStringValue(text.Value);
                break;
            case AbiValue.Bytes bytes:
                writer.WriteStringValue(Hex.Format(bytes.Value.Span));
                break;
            case AbiValue.Hashed hashed:
                writer.WriteStringValue(hashed.Hash.ToString());
                break;
            case AbiValue.List list:
                WriteList(writer, list.Items);
                break;
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>Writes values as an array.</summary>
    public static void WriteList(Utf8JsonWriter writer, IReadOnlyList<AbiValue> values)
    {
        writer.WriteStartArray();
        foreach (AbiValue value in values)
        {
            Write(writer, value);
        }

        writer.WriteEndArray();
    }

    private static BigInteger ReadInteger(JsonElement element)
    {
        string text = element.ValueKind == JsonValueKind.Number ? element.GetRawText() : ReadText(element);
        ReadOnlySpan<char> digits = text.StartsWith('-') ? text.AsSpan(1) : text;
        bool isHex = digits.StartsWith("0x");
        digits = isHex ? digits[2..] : digits;
        BigInteger number = BigInteger.Zero;
        NumberStyles style = isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None;
        bool isNumber = digits.Length is > 0 and <= MaxDigits
            && BigInteger.TryParse($"0{digits}", style, CultureInfo.InvariantCulture, out number);
        return isNumber
            ? text.StartsWith('-') ? -number : number
            : throw new FormatException($"{Excerpt.Quote(text)} is no integer; write decimal digits, or hex with 0x.");
    }

    private static AbiValue.Bool ReadBool(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.True => AbiValue.Bool.True,
        JsonValueKind.False => AbiValue.Bool.False,
        _ => throw new FormatException($"{Shown(element)} is no bool; write true or false."),
    };

    private static JsonElement.ArrayEnumerator Items(AbiType type, JsonElement element) =>
        element.ValueKind == JsonValueKind.Array
            ? element.EnumerateArray()
            : throw new FormatException($"{Shown(element)} is no {Excerpt.Quote(type.Name)}; write an array.");

    private static string ReadText(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.String)
        {
            throw new FormatException($"{Shown(element)} is no string; write one.");
        }

        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException error)
        {
            throw new FormatException(
                "A string is not UTF-8 or has half of a surrogate pair; write whole characters.", error);
        }
    }

    /// <remarks>The raw text itself throws where the JSON is not UTF-8.</remarks>
    private static string Shown(JsonElement element)
    {
        ReadOnlySpan<byte> raw = JsonMarshal.GetRawUtf8Value(element);
        return Excerpt.Quote(Encoding.UTF8.GetString(raw[..Math.Min(raw.Length, MaxShown)]));
    }
}
