using System.Buffers.Binary;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.Rlp;

/// <summary>Writes items one after another in the serialisation of the Yellow Paper, appendix B.</summary>
/// <remarks>
/// A list is written between <see cref="BeginList"/> and <see cref="EndList"/>: one byte is kept free for its header,
/// and only a list of 56 bytes or more is moved once to make room for a longer one.
/// </remarks>
public sealed class RlpWriter
{
    private const int SmallestBuffer = 128;

    private byte[] _buffer = new byte[SmallestBuffer];
    private int _length;

    /// <summary>What was written so far; valid until the next write.</summary>
    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    /// <summary>How many bytes were written so far.</summary>
    internal int Length => _length;

    /// <summary>A part of what was written; valid until the next write.</summary>
    internal ReadOnlyMemory<byte> Slice(int start, int length) => _buffer.AsMemory(start, length);

    /// <summary>A new array of what was written.</summary>
    public byte[] ToArray() => Written.ToArray();

    /// <summary>Forgets what was written and keeps the memory.</summary>
    public void Clear() => _length = 0;

    /// <summary>Writes bytes.</summary>
    public RlpWriter Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != 1 || bytes[0] >= RlpHeader.BytesOffset)
        {
            WriteHeader(RlpHeader.BytesOffset, bytes.Length);
        }

        return WriteEncoded(bytes);
    }

    /// <summary>Writes a number, most significant byte first, without leading zeros; zero is no bytes.</summary>
    public RlpWriter Write(ulong number)
    {
        Span<byte> word = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(word, number);
        return Write(word.TrimStart((byte)0));
    }

    /// <summary>Writes a number, most significant byte first, without leading zeros; zero is no bytes.</summary>
    public RlpWriter Write(UInt256 number)
    {
        Span<byte> word = stackalloc byte[UInt256.Length];
        number.WriteBigEndian(word);
        return Write(word.TrimStart((byte)0));
    }

    /// <summary>Writes 20 bytes.</summary>
    public RlpWriter Write(Address address)
    {
        Span<byte> bytes = stackalloc byte[Address.Length];
        address.CopyTo(bytes);
        return Write(bytes);
    }

    /// <summary>Writes 32 bytes.</summary>
    public RlpWriter Write(Hash32 hash)
    {
        Span<byte> bytes = stackalloc byte[Hash32.Length];
        hash.CopyTo(bytes);
        return Write(bytes);
    }

    /// <summary>Writes bytes as they are: items that are encoded already, or the type byte of an envelope (EIP-2718).</summary>
    public RlpWriter WriteEncoded(ReadOnlySpan<byte> items)
    {
        items.CopyTo(Reserve(items.Length));
        return this;
    }

    /// <summary>Begins a list; the answer is what <see cref="EndList"/> of the same list takes.</summary>
    public int BeginList()
    {
        Reserve(1);
        return _length;
    }

    /// <summary>Ends the list that began there; lists end in the reverse order of their beginning.</summary>
    public RlpWriter EndList(int start)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(start, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, _length);
        int payload = _length - start;
        int more = HeaderLength(payload) - 1;
        Reserve(more);
        _buffer.AsSpan(start, payload).CopyTo(_buffer.AsSpan(start + more));
        PutHeader(_buffer.AsSpan(start - 1, 1 + more), RlpHeader.ListOffset, payload);
        return this;
    }

    /// <summary>Bytes of the header of bytes (but one that stands for itself) or a list of this length.</summary>
    internal static int HeaderLength(int payloadLength) =>
        payloadLength <= RlpHeader.MaxShortLength ? 1 : 1 + LengthBytes(payloadLength);

    /// <summary>Writes the header of bytes or a list.</summary>
    internal void WriteHeader(byte offset, int payloadLength) =>
        PutHeader(Reserve(HeaderLength(payloadLength)), offset, payloadLength);

    private static void PutHeader(Span<byte> header, byte offset, int payloadLength)
    {
        if (payloadLength <= RlpHeader.MaxShortLength)
        {
            header[0] = (byte)(offset + payloadLength);
            return;
        }

        int lengthBytes = LengthBytes(payloadLength);
        Span<byte> word = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(word, payloadLength);
        header[0] = (byte)(offset + RlpHeader.MaxShortLength + lengthBytes);
        word[^lengthBytes..].CopyTo(header[1..]);
    }

    private static int LengthBytes(int length) => length switch
    {
        <= 0xff => 1,
        <= 0xffff => 2,
        <= 0xffffff => 3,
        _ => 4,
    };

    private Span<byte> Reserve(int count)
    {
        int needed = checked(_length + count);
        if (needed > _buffer.Length)
        {
            Array.Resize(ref _buffer, (int)Math.Min(Array.MaxLength, Math.Max(needed, 2L * _buffer.Length)));
        }

        Span<byte> free = _buffer.AsSpan(_length, count);
        _length = needed;
        return free;
    }
}
