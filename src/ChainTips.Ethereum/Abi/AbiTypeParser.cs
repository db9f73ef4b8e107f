using System.Globalization;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.Abi;

/// <summary>Reads types and lists of parameters as they are written in Solidity.</summary>
internal static class AbiTypeParser
{
    private static readonly AbiType.Account Account = new();
    private static readonly AbiType.Bool Bool = new();
    private static readonly AbiType.Bytes Bytes = new();
    private static readonly AbiType.FunctionPointer Function = new();
    private static readonly AbiType.Text Text = new();
    private static readonly AbiType.Number Uint256 = new(256, isSigned: false);
    private static readonly AbiType.Number Int256 = new(256, isSigned: true);

    /// <summary>Reads one type that is the whole text.</summary>
    public static AbiType ParseType(string text)
    {
        AbiTextReader reader = new(text);
        AbiType type = ReadType(ref reader, depth: 0);
        return reader.AtEnd
            ? type
            : throw reader.Fault(
                "has something after the type; write the type alone, such as uint256 or (address,bytes)[]");
    }

    /// <summary>Reads parameters in round brackets; <c>memory</c> and the like are skipped.</summary>
    /// <param name="reader">Where the opening bracket comes next.</param>
    /// <param name="depth">How many brackets are open.</param>
    public static List<AbiParameter> ReadParameters(ref AbiTextReader reader, int depth)
    {
        reader.Take('(', "write name(type,type)");
        List<AbiParameter> parameters = [];
        if (reader.TryTake(')'))
        {
            return parameters;
        }

        do
        {
            parameters.Add(ReadParameter(ref reader, depth));
        }
        while (reader.TryTake(','));
        reader.Take(')', "close each bracket, and put a comma between two types");
        return parameters;
    }

    private static AbiParameter ReadParameter(ref AbiTextReader reader, int depth)
    {
        AbiType type = ReadType(ref reader, depth);
        bool isIndexed = false;
        while (true)
        {
            ReadOnlySpan<char> word = reader.TakeIdentifier();
            switch (word)
            {
                case "indexed" when !isIndexed:
                    isIndexed = true;
                    break;
                case "payable" when type is AbiType.Account:
                case "memory" or "calldata" or "storage":
                    break;
                default:
                    return new AbiParameter(type, word.ToString(), isIndexed);
            }
        }
    }

    /// <remarks>The depth is checked before the recursion: open brackets alone must not exhaust the stack.</remarks>
    private static AbiType ReadType(ref AbiTextReader reader, int depth)
    {
        if (depth > AbiType.MaxDepth)
        {
            throw reader.Fault($"is more than {AbiType.MaxDepth} tuples deep; write a flatter one");
        }

        AbiType type = ReadBase(ref reader, depth);
        while (reader.TryTake('['))
        {
            if (reader.TryTake(']'))
            {
                type = new AbiType.Array(type);
                continue;
            }

            type = new AbiType.FixedArray(type, reader.TakeNumber());
            reader.Take(']', "close the bracket after the length of an array");
        }

        return type;
    }

    private static AbiType ReadBase(ref AbiTextReader reader, int depth)
    {
        ReadOnlySpan<char> word = reader.TakeIdentifier();
        bool isTuple = word.IsEmpty || word is "tuple";
        if (!isTuple)
        {
            return ElementaryType(ref reader, word);
        }

        if (!reader.Sees('('))
        {
            throw reader.Fault(
                "has no type, or a tuple without members, where a type is needed; write (type,type) for a tuple");
        }

        List<AbiParameter> members = ReadParameters(ref reader, depth + 1);
        return members.Exists(member => member.IsIndexed)
            ? throw reader.Fault("has an indexed member of a tuple; only parameters of an event are indexed")
            : new AbiType.Tuple([.. members.Select(member => member.Type)]);
    }

    private static AbiType ElementaryType(ref AbiTextReader reader, ReadOnlySpan<char> word) => word switch
    {
        "uint" or "uint256" => Uint256,
        "int" or "int256" => Int256,
        "address" => Account,
        "bool" => Bool,
        "bytes" => Bytes,
        "string" => Text,
        "function" => Function,
        _ when TrySize(word, "uint", out int bits) => new AbiType.Number(bits, isSigned: false),
        _ when TrySize(word, "int", out int bits) => new AbiType.Number(bits, isSigned: true),
        _ when TrySize(word, "bytes", out int length) => new AbiType.FixedBytes(length),
        _ when word.StartsWith("fixed") || word.StartsWith("ufixed") => throw reader.Fault(
            $"has the type {Excerpt.Quote(word)}; Solidity can't use fixed-point numbers, so write an integer type"),
        _ => throw reader.Fault($"has {Excerpt.Quote(word)}, which is no type of the ABI; write a contract as address, "
            + "an enum as uint8, a struct as (type,type)"),
    };

    /// <summary>Whether a word is a prefix and a number; the type itself says which numbers it has.</summary>
    private static bool TrySize(ReadOnlySpan<char> word, string prefix, out int size)
    {
        size = 0;
        return word.StartsWith(prefix)
            && word[prefix.Length..] is [not '0', _] or [not '0'] or [not '0', _, _]
            && int.TryParse(word[prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out size);
    }
}
