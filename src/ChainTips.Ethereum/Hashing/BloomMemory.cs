using System.Buffers.Binary;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.Hashing;

/// <summary>The three bits that one item sets in a filter.</summary>
internal readonly record struct BloomBits(ushort First, ushort Second, ushort Third);

/// <summary>Remembers the bits of the items seen last, because tokens, events and people come again and hashing is dear.</summary>
/// <remarks>An item that falls on the place of another replaces it, so the memory is bounded. Not thread-safe.</remarks>
internal sealed class BloomMemory
{
    private const int Places = 1024;

    private readonly Entry<Hash32>[] _words = new Entry<Hash32>[Places];
    private readonly Entry<Address>[] _addresses = new Entry<Address>[Places];

    /// <summary>The bits of a topic.</summary>
    public BloomBits BitsOf(Hash32 topic)
    {
        ref Entry<Hash32> entry = ref _words[PlaceOf(topic.GetHashCode())];
        if (!entry.IsFilled || entry.Item != topic)
        {
            entry = new Entry<Hash32>(topic, Compute(topic), true);
        }

        return entry.Bits;
    }

    /// <summary>The bits of an emitter.</summary>
    public BloomBits BitsOf(Address address)
    {
        ref Entry<Address> entry = ref _addresses[PlaceOf(address.GetHashCode())];
        if (!entry.IsFilled || entry.Item != address)
        {
            entry = new Entry<Address>(address, Compute(address), true);
        }

        return entry.Bits;
    }

    /// <summary>The bits of a topic, hashed.</summary>
    public static BloomBits Compute(Hash32 topic)
    {
        Span<byte> bytes = stackalloc byte[Hash32.Length];
        topic.CopyTo(bytes);
        return Compute(bytes);
    }

    /// <summary>The bits of an emitter, hashed.</summary>
    public static BloomBits Compute(Address address)
    {
        Span<byte> bytes = stackalloc byte[Address.Length];
        address.CopyTo(bytes);
        return Compute(bytes);
    }

    /// <summary>The low 11 bits of each of the first three byte pairs of the item's hash.</summary>
    public static BloomBits Compute(ReadOnlySpan<byte> item)
    {
        Span<byte> hash = stackalloc byte[Hash32.Length];
        Keccak256.Hash(item, hash);
        return new BloomBits(Low11(hash), Low11(hash[2..]), Low11(hash[4..]));
    }

    private static ushort Low11(ReadOnlySpan<byte> pair) => (ushort)(BinaryPrimitives.ReadUInt16BigEndian(pair) & 0x07ff);

    private static int PlaceOf(int hashCode) => hashCode & (Places - 1);

    private readonly record struct Entry<T>(T Item, BloomBits Bits, bool IsFilled);
}
