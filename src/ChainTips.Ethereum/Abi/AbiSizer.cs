using System.Numerics;
using System.Text;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.Abi;

/// <summary>Checks values against types, and says how many bytes their encoding takes.</summary>
/// <remarks>Checked before anything is reserved: <c>uint256[60000000]</c> with one value must not cost gigabytes.</remarks>
internal sealed class AbiSizer
{
    private static readonly UTF8Encoding StrictUtf8 =
        new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly List<int> _path = [];

    /// <summary>The size of the encoding of a call's arguments, or <see cref="FormatException"/>.</summary>
    public long SizeOfArguments(AbiType.Tuple arguments, IReadOnlyList<AbiValue> values)
    {
        RequireCount(arguments.Members.Count, values.Count);
        return SizeOfMembers(index => arguments.Members[index], values);
    }

    /// <summary>The size of what a value adds to a head and to the tails.</summary>
    private long SizeOf(AbiType type, AbiValue value) =>
        type.IsDynamic ? AbiWord.Length + SizeOfContent(type, value) : SizeOfContent(type, value);

    private long SizeOfContent(AbiType type, AbiValue value)
    {
        switch (type, value)
        {
            case (AbiType.Bytes, AbiValue.Bytes bytes):
                return AbiWord.Length + AbiWord.Pad(bytes.Value.Length);
            case (AbiType.Text, AbiValue.Text text):
                return AbiWord.Length + AbiWord.Pad(Utf8Length(text.Value));
            case (AbiType.Array array, AbiValue.List list):
                return AbiWord.Length + SizeOfMembers(_ => array.Element, list.Items);
            case (AbiType.FixedArray array, AbiValue.List list):
                RequireCount(array.Length, list.Items.Count);
                return SizeOfMembers(_ => array.Element, list.Items);
            case (AbiType.Tuple tuple, AbiValue.List list):
                RequireCount(tuple.Members.Count, list.Items.Count);
                return SizeOfMembers(index => tuple.Members[index], list.Items);
            default:
                RequireWord(type, value);
                return AbiWord.Length;
        }
    }

    private long SizeOfMembers(Func<int, AbiType> typeAt, IReadOnlyList<AbiValue> values)
    {
        long size = 0;
        _path.Add(0);
        for (int i = 0; i < values.Count; i++)
        {
            _path[^1] = i;
            size = checked(size + SizeOf(typeAt(i), values[i]));
        }

        _path.RemoveAt(_path.Count - 1);
        return size <= int.MaxValue ? size : throw Fault("takes more than 2^31 bytes; encode less");
    }

    private void RequireWord(AbiType type, AbiValue value)
    {
        switch (type, value)
        {
            case (AbiType.Number integer, AbiValue.Number number):
                RequireRange(integer, number.Value);
                break;
            case (AbiType.FixedBytes array, AbiValue.Bytes bytes):
                RequireLength(type, array.Length, bytes.Value.Length);
                break;
            case (AbiType.FunctionPointer, AbiValue.Bytes bytes):
                RequireLength(type, AbiType.FunctionPointer.Length, bytes.Value.Length);
                break;
            case (AbiType.Bool, AbiValue.Bool):
            case (AbiType.Account, AbiValue.Account):
                break;
            default:
                throw Fault($"is no value of {Excerpt.Quote(type.Name)}, but {KindOf(value)}; write one that is");
        }
    }

    private void RequireRange(AbiType.Number type, BigInteger value)
    {
        int bits = type.IsSigned ? type.Bits - 1 : type.Bits;
        bool fits = (type.IsSigned || value.Sign >= 0) && value.GetBitLength() <= bits;
        if (!fits)
        {
            // A number of a million digits takes minutes to write in decimal.
            string shown = value.GetBitLength() <= 512 ? $"is {value}" : $"has {value.GetBitLength()} bits";
            throw Fault($"{shown}, which {type.Name} cannot hold; write one in its range");
        }
    }

    private void RequireLength(AbiType type, int expected, int actual)
    {
        if (actual != expected)
        {
            throw Fault($"has {actual} bytes; {type.Name} takes exactly {expected}");
        }
    }

    private void RequireCount(int expected, int actual)
    {
        if (actual != expected)
        {
            throw Fault($"has {actual} values for {expected} types or elements; give one for each");
        }
    }

    private int Utf8Length(string text)
    {
        try
        {
            return StrictUtf8.GetByteCount(text);
        }
        catch (EncoderFallbackException error)
        {
            string message = Fault("has half of a surrogate pair, which UTF-8 cannot hold; write whole characters").Message;
            throw new FormatException(message, error);
        }
    }

    private FormatException Fault(string fault) =>
        new($"values{string.Concat(_path.Select(index => $"[{index}]"))} {fault}.");

    private static string KindOf(AbiValue? value) => value switch
    {
        AbiValue.Number => "an integer",
        AbiValue.Bool => "a bool",
        AbiValue.Account => "an address",
        AbiValue.Text => "a text",
        AbiValue.Bytes => "bytes",
        AbiValue.List => "a list",
        AbiValue.Hashed => "the hash of an indexed value",
        _ => "nothing",
    };
}
