using System.Buffers.Binary;
using System.Diagnostics;
using System.Numerics;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.Abi;

/// <summary>The unit of the ABI encoding.</summary>
internal static class AbiWord
{
    /// <summary>Length in bytes.</summary>
    public const int Length = 32;

    /// <summary>The length of a tail of so many bytes after it is filled up to whole words.</summary>
    public static long Pad(long length) => checked((length + Length - 1) / Length * Length);

    /// <summary>Writes a length or offset into a word that is zero.</summary>
    public static void WriteLength(Span<byte> word, int length) =>
        BinaryPrimitives.WriteInt32BigEndian(word[(Length - sizeof(int))..Length], length);

    /// <summary>Reads a length or offset; false if it is 2³¹ or more, which no data has.</summary>
    public static bool TryReadLength(ReadOnlySpan<byte> word, out int length)
    {
        length = BinaryPrimitives.ReadInt32BigEndian(word[^sizeof(int)..]);
        return length >= 0 && !word[..^sizeof(int)].ContainsAnyExcept((byte)0);
    }

    /// <summary>Whether the 12 bytes before an address are zero.</summary>
    /// <remarks>Two loads: a search of so few bytes takes longer than all else in the decoding of a log.</remarks>
    public static bool IsAddress(ReadOnlySpan<byte> word) =>
        (BinaryPrimitives.ReadUInt64BigEndian(word) | BinaryPrimitives.ReadUInt32BigEndian(word[sizeof(ulong)..])) == 0;

    /// <summary>Reads a <c>uint256</c>; those below 2¹²⁸, as amounts are, without a copy of the word.</summary>
    public static UInt256 ReadUInt256(ReadOnlySpan<byte> word) =>
        BinaryPrimitives.ReadUInt128BigEndian(word) == UInt128.Zero
            ? BinaryPrimitives.ReadUInt128BigEndian(word[(Length / 2)..])
            : UInt256.FromBigEndian(word);

    /// <summary>Writes a value that fits in a word that is zero: numbers to the right, bytes to the left.</summary>
    public static void Write(Span<byte> word, AbiValue value)
    {
        switch (value)
        {
            case AbiValue.Number number:
                WriteInteger(word, number.Value);
                break;
            case AbiValue.Bool flag:
                word[^1] = flag.Value ? (byte)1 : (byte)0;
                break;
            case AbiValue.Account account:
                account.Value.CopyTo(word[(Length - Address.Length)..]);
                break;
            case AbiValue.Bytes bytes:
                bytes.Value.Span.CopyTo(word);
                break;
            default:
                throw new UnreachableException();
        }
    }

    private static void WriteInteger(Span<byte> word, BigInteger number)
    {
        bool isUnsigned = number.Sign >= 0;
        word.Fill(isUnsigned ? (byte)0 : byte.MaxValue);
        int length = number.GetByteCount(isUnsigned);
        number.TryWriteBytes(word[(Length - length)..], out _, isUnsigned, isBigEndian: true);
    }
}
