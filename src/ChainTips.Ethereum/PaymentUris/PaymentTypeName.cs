using System.Globalization;

namespace ChainTips.Ethereum.PaymentUris;

/// <summary>The type names of the Solidity contract ABI specification, as keys of an EIP-681 URL.</summary>
internal static class PaymentTypeName
{
    private const int MaxDepth = 16;
    private const int MostDecimals = 80;

    /// <summary>Whether the name is an ABI type: elementary, array, or tuple of such.</summary>
    public static bool IsType(ReadOnlySpan<char> name) => TakeType(ref name, 0) && name.IsEmpty;

    /// <summary>The size of an integer type; null for other types.</summary>
    public static int? IntegerBits(ReadOnlySpan<char> type)
    {
        ReadOnlySpan<char> size = type.StartsWith("uint") ? type[4..] : type.StartsWith("int") ? type[3..] : "-";
        return size.IsEmpty ? 256 : Number(size) is int bits && bits is >= 8 and <= 256 && bits % 8 == 0 ? bits : null;
    }

    /// <summary>The length of a type of fixed bytes; null for other types.</summary>
    public static int? FixedBytes(ReadOnlySpan<char> type) =>
        type.StartsWith("bytes") && Number(type[5..]) is int length and >= 1 and <= 32 ? length : null;

    private static bool TakeType(ref ReadOnlySpan<char> rest, int depth)
    {
        bool isTuple = rest.StartsWith("(") || rest.StartsWith("tuple(");
        bool isBase = isTuple ? TakeTuple(ref rest, depth) : TakeElementary(ref rest);
        return isBase && TakeArrays(ref rest);
    }

    private static bool TakeTuple(ref ReadOnlySpan<char> rest, int depth)
    {
        rest = rest[(rest.IndexOf('(') + 1)..];
        if (depth == MaxDepth)
        {
            return false;
        }

        bool isFirst = true;
        while (!rest.StartsWith(")"))
        {
            rest = isFirst ? rest : rest.StartsWith(",") ? rest[1..] : default;
            if (!TakeType(ref rest, depth + 1))
            {
                return false;
            }

            isFirst = false;
        }

        rest = rest[1..];
        return true;
    }

    private static bool TakeElementary(ref ReadOnlySpan<char> rest)
    {
        int end = rest.IndexOfAny(",)[");
        ReadOnlySpan<char> name = end < 0 ? rest : rest[..end];
        rest = rest[name.Length..];
        return name is "address" or "bool" or "string" or "bytes" or "function"
            || IntegerBits(name) is not null || FixedBytes(name) is not null || IsFixedPoint(name);
    }

    private static bool TakeArrays(ref ReadOnlySpan<char> rest)
    {
        while (rest.StartsWith("["))
        {
            int end = rest.IndexOf(']');
            if (end < 0 || (end > 1 && Number(rest[1..end]) is null))
            {
                return false;
            }

            rest = rest[(end + 1)..];
        }

        return true;
    }

    private static bool IsFixedPoint(ReadOnlySpan<char> name)
    {
        ReadOnlySpan<char> size = name.StartsWith("ufixed") ? name[6..] : name.StartsWith("fixed") ? name[5..] : "-";
        int middle = size.IndexOf('x');
        return size.IsEmpty
            || (middle > 0 && IntegerBits($"uint{size[..middle]}") is not null
                && Number(size[(middle + 1)..]) is >= 1 and <= MostDecimals);
    }

    /// <summary>A positive number without leading zeros; null for other text.</summary>
    private static int? Number(ReadOnlySpan<char> text) =>
        text.Length > 0 && text[0] != '0'
        && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : null;
}
