using System.Globalization;
using System.Numerics;
using System.Text.Json;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Server.Tools;

/// <summary>The members of one line of input, read strictly; what is wrong is a <see cref="FormatException"/> that names the member.</summary>
/// <param name="line">The JSON object of the line.</param>
internal readonly struct ToolInput(JsonElement line)
{
    /// <summary>Characters of the longest integer that any tool takes, -2²⁵⁶ in decimal digits.</summary>
    /// <remarks>Reading a number takes more than linear time, and a line may have megabytes of digits.</remarks>
    private const int MaxIntegerLength = 79;

    /// <summary>Whether a member is there and not null.</summary>
    public bool Has(string member) => line.TryGetProperty(member, out JsonElement value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>A member of any kind.</summary>
    public JsonElement Element(string member) => Has(member)
        ? line.GetProperty(member)
        : throw new FormatException($"The member '{member}' is missing.");

    /// <summary>A string.</summary>
    public string Text(string member) => Element(member) is { ValueKind: JsonValueKind.String } value
        ? ReadText(value, member)
        : throw new FormatException($"The member '{member}' must be a string.");

    /// <summary>Bytes in hex.</summary>
    public byte[] Bytes(string member) => Named(member, Hex.Parse);

    /// <summary>32 bytes in hex.</summary>
    public Hash32 Hash(string member) => Named(member, Hash32.Parse);

    /// <summary>An address; in mixed case its checksum must be right (EIP-55).</summary>
    public Address Address(string member) => Named(member, Ethereum.Primitives.Address.Parse);

    /// <summary>
    /// An integer: a JSON number, or a string of decimal digits, or hex with 0x; a sign only in decimal; up to 79 characters.
    /// </summary>
    public BigInteger Integer(string member) => ReadInteger(Element(member), member);

    /// <summary>An integer of an element, as <see cref="Integer"/> reads it.</summary>
    /// <param name="value">The element.</param>
    /// <param name="name">What to call it when it is wrong.</param>
    public static BigInteger ReadInteger(JsonElement value, string name)
    {
        string text = value.ValueKind switch
        {
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.String => ReadText(value, name),
            _ => throw new FormatException($"'{name}' must be an integer: a number, decimal digits, or hex with 0x."),
        };
        if (text.Length > MaxIntegerLength)
        {
            throw new FormatException(string.Create(
                CultureInfo.InvariantCulture,
                $"'{name}' has {text.Length} characters; write an integer of 256 bits, which has at most {MaxIntegerLength}."));
        }

        bool isHex = text.StartsWith("0x", StringComparison.Ordinal) && text.Length > 2;
        return isHex && BigInteger.TryParse("0" + text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out BigInteger hex)
            ? hex
            : !isHex && BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger integer)
                ? integer
                : throw new FormatException($"'{name}' is '{text}', which is no integer.");
    }

    /// <summary>The text of a JSON string.</summary>
    /// <param name="value">The string.</param>
    /// <param name="name">What to call it when it is wrong.</param>
    public static string ReadText(JsonElement value, string name)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException error)
        {
            throw new FormatException($"'{name}' is no text: it holds half of a surrogate pair.", error);
        }
    }

    private T Named<T>(string member, Func<string, T> parse)
    {
        try
        {
            return parse(Text(member));
        }
        catch (FormatException error)
        {
            throw new FormatException($"{member}: {error.Message}", error);
        }
    }
}
