using System.Diagnostics;
using System.Numerics;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.Abi;

/// <summary>Reads values that fit in one word, in a head or in a topic.</summary>
internal static class AbiWordReader
{
    /// <summary>Reads a value of a type that is neither dynamic nor a tuple nor an array.</summary>
    /// <returns><see cref="AbiDecodeFailure.None"/> and a value, or why there is none.</returns>
    public static AbiDecodeFailure Read(AbiType type, ReadOnlyMemory<byte> word, out AbiValue? value)
    {
        value = null;
        ReadOnlySpan<byte> bytes = word.Span;
        switch (type)
        {
            case AbiType.Number integer:
                return ReadInteger(integer, bytes, out value);
            case AbiType.Bool when IsZero(bytes[..^1]) && bytes[^1] <= 1:
                value = bytes[^1] == 1 ? AbiValue.Bool.True : AbiValue.Bool.False;
                return AbiDecodeFailure.None;
            case AbiType.Bool:
                return AbiDecodeFailure.BoolOutOfRange;
            case AbiType.Account when AbiWord.IsAddress(bytes):
                value = new AbiValue.Account(Address.FromBytes(bytes[^Address.Length..]));
                return AbiDecodeFailure.None;
            case AbiType.Account:
                return AbiDecodeFailure.AddressTooLarge;
            case AbiType.FixedBytes array:
                return ReadBytes(array.Length, word, out value);
            case AbiType.FunctionPointer:
                return ReadBytes(AbiType.FunctionPointer.Length, word, out value);
            default:
                throw new UnreachableException();
        }
    }

    private static AbiDecodeFailure ReadInteger(AbiType.Number type, ReadOnlySpan<byte> word, out AbiValue? value)
    {
        int length = type.Bits / 8;
        bool isNegative = type.IsSigned && (word[^length] & 0x80) != 0;
        bool isInRange = !word[..^length].ContainsAnyExcept(isNegative ? byte.MaxValue : (byte)0);
        value = isInRange
            ? new AbiValue.Number(new BigInteger(word[^length..], isUnsigned: !type.IsSigned, isBigEndian: true))
            : null;
        return isInRange ? AbiDecodeFailure.None : AbiDecodeFailure.IntegerOutOfRange;
    }

    private static AbiDecodeFailure ReadBytes(int length, ReadOnlyMemory<byte> word, out AbiValue? value)
    {
        bool isPadded = IsZero(word.Span[length..]);
        value = isPadded ? new AbiValue.Bytes(word[..length]) : null;
        return isPadded ? AbiDecodeFailure.None : AbiDecodeFailure.PaddingNotZero;
    }

    private static bool IsZero(ReadOnlySpan<byte> bytes) => !bytes.ContainsAnyExcept((byte)0);
}
