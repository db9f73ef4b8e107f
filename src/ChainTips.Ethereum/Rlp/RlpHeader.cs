using System.Buffers.Binary;

namespace ChainTips.Ethereum.Rlp;

/// <summary>The first bytes of an item, which say its kind and length (Yellow Paper, appendix B).</summary>
/// <param name="IsList">Whether the item is a list.</param>
/// <param name="Length">Bytes of the header itself; 0 for a byte that stands for itself.</param>
/// <param name="PayloadLength">Bytes that follow the header.</param>
internal readonly record struct RlpHeader(bool IsList, int Length, int PayloadLength)
{
    /// <summary>Where the short form of bytes begins.</summary>
    public const byte BytesOffset = 0x80;

    /// <summary>Where the short form of a list begins.</summary>
    public const byte ListOffset = 0xc0;

    /// <summary>The longest payload of the short forms.</summary>
    public const int MaxShortLength = 55;

    /// <summary>Reads the header of the first item; no failure means that all of the item is there.</summary>
    public static RlpFailure Read(ReadOnlySpan<byte> data, out RlpHeader header)
    {
        header = default;
        if (data.IsEmpty)
        {
            return RlpFailure.Truncated;
        }

        byte first = data[0];
        if (first < BytesOffset)
        {
            header = new RlpHeader(false, 0, 1);
            return RlpFailure.None;
        }

        bool isList = first >= ListOffset;
        int code = first - (isList ? ListOffset : BytesOffset);
        int lengthBytes = Math.Max(0, code - MaxShortLength);
        int payloadLength = code;
        if (lengthBytes > 0)
        {
            RlpFailure failure = ReadLongLength(data[1..], lengthBytes, out payloadLength);
            if (failure != RlpFailure.None)
            {
                return failure;
            }
        }

        header = new RlpHeader(isList, 1 + lengthBytes, payloadLength);
        if (payloadLength > data.Length - header.Length)
        {
            return RlpFailure.Truncated;
        }

        return !isList && payloadLength == 1 && data[1] < BytesOffset
            ? RlpFailure.SingleByteWithHeader
            : RlpFailure.None;
    }

    private static RlpFailure ReadLongLength(ReadOnlySpan<byte> data, int lengthBytes, out int length)
    {
        length = 0;
        if (data.Length < lengthBytes)
        {
            return RlpFailure.Truncated;
        }

        if (data[0] == 0)
        {
            return RlpFailure.LengthHasLeadingZero;
        }

        Span<byte> word = stackalloc byte[sizeof(ulong)];
        word.Clear();
        data[..lengthBytes].CopyTo(word[^lengthBytes..]);
        ulong value = BinaryPrimitives.ReadUInt64BigEndian(word);
        if (value > int.MaxValue)
        {
            return RlpFailure.LengthTooLarge;
        }

        length = (int)value;
        return length <= MaxShortLength ? RlpFailure.LengthNotMinimal : RlpFailure.None;
    }
}
