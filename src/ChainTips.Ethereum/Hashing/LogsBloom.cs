using System.Globalization;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.Hashing;

/// <summary>
/// The filter of 2048 bits in a block header that covers the address and topics of every log of the block.
/// </summary>
/// <remarks>
/// It answers "certainly not" or "perhaps" (Yellow Paper, section 4.4.3), so it can contradict a node's empty answer.
/// </remarks>
public sealed class LogsBloom : IEquatable<LogsBloom>
{
    /// <summary>Length in bytes.</summary>
    public const int Length = 256;

    private readonly byte[] _bits;

    private LogsBloom(byte[] bits)
    {
        _bits = bits;
    }

    /// <summary>The filter of a block without logs.</summary>
    public static LogsBloom Empty { get; } = new(new byte[Length]);

    /// <summary>Whether no bit is set, so that the block has no logs at all.</summary>
    public bool IsEmpty => !_bits.AsSpan().ContainsAnyExcept((byte)0);

    /// <summary>Takes exactly 256 bytes as a header carries them, or throws <see cref="ArgumentException"/>.</summary>
    public static LogsBloom FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length)
        {
            string message = string.Create(
                CultureInfo.InvariantCulture, $"A logs bloom has {Length} bytes, not {bytes.Length}; pass all of it.");
            throw new ArgumentException(message, nameof(bytes));
        }

        return new LogsBloom(bytes.ToArray());
    }

    /// <summary>Computes the filter of the given logs.</summary>
    public static LogsBloom Of(IEnumerable<ChainLog> logs)
    {
        LogsBloomBuilder bloom = new(null);
        foreach (ChainLog log in logs)
        {
            bloom.Add(log.Address, [.. log.Topics]);
        }

        return bloom.ToBloom();
    }

    /// <summary>False if no log has this address or topic for certain; true if one may.</summary>
    public bool MayContain(ReadOnlySpan<byte> item)
    {
        BloomBits bits = BloomMemory.Compute(item);
        return Has(bits.First) && Has(bits.Second) && Has(bits.Third);
    }

    /// <summary>False if no log was emitted by this address for certain; true if one may have been.</summary>
    public bool MayContain(Address address)
    {
        Span<byte> item = stackalloc byte[Address.Length];
        address.CopyTo(item);
        return MayContain(item);
    }

    /// <summary>False if no log has this topic for certain; true if one may.</summary>
    public bool MayContain(Hash32 topic)
    {
        Span<byte> item = stackalloc byte[Hash32.Length];
        topic.CopyTo(item);
        return MayContain(item);
    }

    /// <summary>A new array of the 256 bytes.</summary>
    public byte[] ToArray() => (byte[])_bits.Clone();

    /// <inheritdoc/>
    public bool Equals(LogsBloom? other) => other is not null && _bits.AsSpan().SequenceEqual(other._bits);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as LogsBloom);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.AddBytes(_bits);
        return hash.ToHashCode();
    }

    /// <summary>0x and 512 lower-case digits.</summary>
    public override string ToString() => Hex.Format(_bits);

    /// <summary>Bit 0 is the lowest bit of the last byte.</summary>
    internal static int ByteOf(ushort position) => Length - 1 - (position / 8);

    /// <summary>The bit inside its byte.</summary>
    internal static byte MaskOf(ushort position) => (byte)(1 << (position % 8));

    private bool Has(ushort position) => (_bits[ByteOf(position)] & MaskOf(position)) != 0;
}
