using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.Hashing;

/// <summary>Gathers the filter of many logs in the same memory (Yellow Paper, section 4.4.3).</summary>
/// <param name="memory">
/// What remembers the bits of items that come again, for many blocks; several builders may share it on one thread. Null for
/// a few logs, for which it would take more memory than they do.
/// </param>
internal sealed class LogsBloomBuilder(BloomMemory? memory)
{
    private readonly byte[] _bits = new byte[LogsBloom.Length];

    /// <summary>The 256 bytes so far, as a header carries them; valid until the next change.</summary>
    public ReadOnlySpan<byte> Bits => _bits;

    /// <summary>The filter so far, which does not change any more.</summary>
    public LogsBloom ToBloom() => LogsBloom.FromBytes(_bits);

    /// <summary>Forgets all logs.</summary>
    public void Clear() => _bits.AsSpan().Clear();

    /// <summary>Adds one log.</summary>
    public void Add(Address address, ReadOnlySpan<Hash32> topics)
    {
        Set(memory?.BitsOf(address) ?? BloomMemory.Compute(address));
        foreach (Hash32 topic in topics)
        {
            Set(memory?.BitsOf(topic) ?? BloomMemory.Compute(topic));
        }
    }

    /// <summary>Adds all logs of another builder.</summary>
    public void Add(LogsBloomBuilder other)
    {
        for (int i = 0; i < _bits.Length; i++)
        {
            _bits[i] |= other._bits[i];
        }
    }

    private void Set(BloomBits bits)
    {
        Set(bits.First);
        Set(bits.Second);
        Set(bits.Third);
    }

    private void Set(ushort position) => _bits[LogsBloom.ByteOf(position)] |= LogsBloom.MaskOf(position);
}
