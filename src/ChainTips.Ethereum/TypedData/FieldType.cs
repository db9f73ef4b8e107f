using System.Globalization;
using System.Text.RegularExpressions;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.TypedData;

/// <summary>The type of a member (EIP-712, "Definition of typed structured data").</summary>
/// <remarks>The aliases <c>uint</c>, <c>int</c> and <c>byte</c> are no types there, and are refused.</remarks>
internal abstract partial record FieldType
{
    /// <summary>Dimensions of an array type at most; values are not nested deeper either.</summary>
    private const int MaxDimensions = TypedMessage.MaxDepth;

    /// <summary>
    /// Characters of a name at most: names are looked up for every value, so their length costs us each time.
    /// </summary>
    private const int MaxNameLength = 256;

    private FieldType()
    {
    }

    /// <summary>The type without its array dimensions.</summary>
    public FieldType Innermost
    {
        get
        {
            FieldType type = this;
            while (type is Array array)
            {
                type = array.Element;
            }

            return type;
        }
    }

    /// <summary>Reads a type; the name of a struct need not be defined yet.</summary>
    public static FieldType Parse(string text)
    {
        int firstDimension = text.IndexOf('[', StringComparison.Ordinal);
        FieldType type = ParseElement(firstDimension < 0 ? text : text[..firstDimension], text);
        ReadOnlySpan<char> rest = firstDimension < 0 ? "" : text.AsSpan(firstDimension);
        for (int dimensions = 1; !rest.IsEmpty; dimensions++)
        {
            int end = rest.IndexOf(']');
            bool isDimension = rest[0] == '[' && end > 0 && dimensions <= MaxDimensions;
            if (!isDimension || !TryReadLength(rest[1..end], out int? length))
            {
                throw NoType(text);
            }

            type = new Array(type, length);
            rest = rest[(end + 1)..];
        }

        return type;
    }

    /// <summary>Whether a struct can have this name: a member's name that is not the name of a value type.</summary>
    public static bool IsStructName(string name) => IsMemberName(name) && !ValueTypeName().IsMatch(name);

    /// <summary>Whether a member can have this name: an identifier of Solidity, of at most 256 characters.</summary>
    public static bool IsMemberName(string name) => name.Length <= MaxNameLength && Identifier().IsMatch(name);

    private static FieldType ParseElement(string name, string text)
    {
        if (IsStructName(name))
        {
            return new Struct(name);
        }

        Match sized = ValueTypeName().Match(name);
        string stem = sized.Groups["stem"].Value;
        int size = sized.Groups["size"] is { Length: > 0 and <= 3 } digits && digits.ValueSpan[0] != '0'
            ? int.Parse(digits.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture)
            : 0;
        return (stem, size) switch
        {
            ("uint", >= 8 and <= 256) when size % 8 == 0 => new Atom(AtomKind.UnsignedInteger, size),
            ("int", >= 8 and <= 256) when size % 8 == 0 => new Atom(AtomKind.SignedInteger, size),
            ("bytes", >= 1 and <= 32) => new Atom(AtomKind.FixedBytes, size),
            _ => name switch
            {
                "address" => new Atom(AtomKind.Address, 0),
                "bool" => new Atom(AtomKind.Boolean, 0),
                "bytes" => new Atom(AtomKind.Bytes, 0),
                "string" => new Atom(AtomKind.Text, 0),
                _ => throw NoType(text),
            },
        };
    }

    private static bool TryReadLength(ReadOnlySpan<char> digits, out int? length)
    {
        length = null;
        if (digits.IsEmpty)
        {
            return true;
        }

        bool isNumber = int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number);
        length = number;
        return isNumber && digits[0] != '0';
    }

    private static TypedDataFormatException NoType(string text) => new(
        $"{Excerpt.Quote(text)} is no type of EIP-712; write one such as uint256, bytes32, string or Person[2].");

    [GeneratedRegex(@"^[A-Za-z_$][A-Za-z0-9_$]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Identifier();

    [GeneratedRegex(
        @"^(?:(?<stem>uint|int|bytes)(?<size>[0-9]*)|address|bool|string|byte|function)\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex ValueTypeName();

    /// <summary>A value of one word, or bytes that are hashed into one.</summary>
    /// <param name="Kind">What it is.</param>
    /// <param name="Size">Bits of an integer, or bytes of a bytesN; else 0.</param>
    public sealed record Atom(AtomKind Kind, int Size) : FieldType;

    /// <summary>A struct.</summary>
    /// <param name="Name">Its name among the types of the message.</param>
    public sealed record Struct(string Name) : FieldType;

    /// <summary>An array.</summary>
    /// <param name="Element">The type of its elements.</param>
    /// <param name="Length">How many it has; null if any number.</param>
    public sealed record Array(FieldType Element, int? Length) : FieldType;
}
