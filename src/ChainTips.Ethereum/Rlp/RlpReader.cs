using System.Buffers.Binary;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.Rlp;

/// <summary>Reads items one after another from foreign data, strictly, without exceptions and without copies.</summary>
/// <remarks>
/// The serialisation is that of the Yellow Paper, appendix B, and only its one canonical form is accepted. The first
/// refusal is kept in <see cref="Failure"/> and all later reads fail. The caller ends with <see cref="TryEnd"/>.
/// </remarks>
public ref struct RlpReader
{
    private ReadOnlySpan<byte> _rest;

    /// <summary>Starts at the first item.</summary>
    public RlpReader(ReadOnlySpan<byte> data)
    {
        _rest = data;
    }

    /// <summary>Why the first read that failed did so.</summary>
    public RlpFailure Failure { get; private set; }

    /// <summary>Whether no read failed and no byte is left.</summary>
    public readonly bool AtEnd => Failure == RlpFailure.None && _rest.IsEmpty;

    /// <summary>Whether the next item is a list; false at the end.</summary>
    public readonly bool IsList => !_rest.IsEmpty && _rest[0] >= RlpHeader.ListOffset;

    /// <summary>Bytes that were not read yet.</summary>
    public readonly int Remaining => _rest.Length;

    /// <summary>Fails unless every byte was read.</summary>
    public bool TryEnd() => Failure == RlpFailure.None && (_rest.IsEmpty || Fail(RlpFailure.TrailingBytes));

    /// <summary>Reads bytes as a slice of the data.</summary>
    public bool TryReadBytes(out ReadOnlySpan<byte> value)
    {
        value = default;
        if (!TryReadItem(out RlpHeader header, out ReadOnlySpan<byte> payload))
        {
            return false;
        }

        if (header.IsList)
        {
            return Fail(RlpFailure.ListInsteadOfBytes);
        }

        value = payload;
        return true;
    }

    /// <summary>Enters a list; its items are read from the new reader, whose failures are its own.</summary>
    public bool TryReadList(out RlpReader items)
    {
        items = default;
        if (!TryReadItem(out RlpHeader header, out ReadOnlySpan<byte> payload))
        {
            return false;
        }

        if (!header.IsList)
        {
            return Fail(RlpFailure.BytesInsteadOfList);
        }

        items = new RlpReader(payload);
        return true;
    }

    /// <summary>Takes an item of either kind with its header; what a list holds is not looked at.</summary>
    public bool TryReadEncoded(out ReadOnlySpan<byte> item)
    {
        ReadOnlySpan<byte> before = _rest;
        bool read = TryReadItem(out RlpHeader header, out _);
        item = read ? before[..(header.Length + header.PayloadLength)] : default;
        return read;
    }

    /// <summary>Reads bytes of exactly the length of the destination.</summary>
    public bool TryReadExactly(scoped Span<byte> destination)
    {
        if (!TryReadBytes(out ReadOnlySpan<byte> value))
        {
            return false;
        }

        return value.Length == destination.Length ? value.TryCopyTo(destination) : Fail(RlpFailure.WrongLength);
    }

    /// <summary>Reads 20 bytes.</summary>
    public bool TryReadAddress(out Address value)
    {
        Span<byte> bytes = stackalloc byte[Address.Length];
        bool read = TryReadExactly(bytes);
        value = read ? Address.FromBytes(bytes) : default;
        return read;
    }

    /// <summary>Reads 32 bytes.</summary>
    public bool TryReadHash32(out Hash32 value)
    {
        Span<byte> bytes = stackalloc byte[Hash32.Length];
        bool read = TryReadExactly(bytes);
        value = read ? Hash32.FromBytes(bytes) : default;
        return read;
    }

    /// <summary>Reads a number of up to 32 bytes, most significant first, without leading zeros.</summary>
    public bool TryReadUInt256(out UInt256 value)
    {
        bool read = TryReadNumber(UInt256.Length, out ReadOnlySpan<byte> digits);
        value = read ? UInt256.FromBigEndian(digits) : default;
        return read;
    }

    /// <summary>Reads a number of up to 8 bytes, most significant first, without leading zeros.</summary>
    public bool TryReadUInt64(out ulong value)
    {
        Span<byte> word = stackalloc byte[sizeof(ulong)];
        word.Clear();
        bool read = TryReadNumber(sizeof(ulong), out ReadOnlySpan<byte> digits);
        digits.CopyTo(word[^digits.Length..]);
        value = BinaryPrimitives.ReadUInt64BigEndian(word);
        return read;
    }

    private bool TryReadNumber(int maxLength, out ReadOnlySpan<byte> digits)
    {
        if (!TryReadBytes(out digits))
        {
            return false;
        }

        RlpFailure failure = digits switch
        {
            [0, ..] => RlpFailure.NumberHasLeadingZero,
            _ when digits.Length > maxLength => RlpFailure.NumberTooLarge,
            _ => RlpFailure.None,
        };
        if (failure != RlpFailure.None)
        {
            digits = default;
            return Fail(failure);
        }

        return true;
    }

    private bool TryReadItem(out RlpHeader header, out ReadOnlySpan<byte> payload)
    {
        header = default;
        payload = default;
        if (Failure != RlpFailure.None)
        {
            return false;
        }

        RlpFailure failure = RlpHeader.Read(_rest, out header);
        if (failure != RlpFailure.None)
        {
            return Fail(failure);
        }

        payload = _rest.Slice(header.Length, header.PayloadLength);
        _rest = _rest[(header.Length + header.PayloadLength)..];
        return true;
    }

    private bool Fail(RlpFailure failure)
    {
        Failure = failure;
        return false;
    }
}
