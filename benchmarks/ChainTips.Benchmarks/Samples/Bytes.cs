using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Benchmarks.Samples;

/// <summary>Values that look random and are the same in every run.</summary>
internal static class Bytes
{
    /// <summary>A word that follows from the text.</summary>
    public static Hash32 Word(string seed) => Keccak256.HashUtf8(seed);

    /// <summary>An address that follows from the text.</summary>
    public static Address Account(string seed) =>
        Address.FromBytes(Word(seed).ToArray().AsSpan(Hash32.Length - Address.Length));

    /// <summary>An address as it stands in a topic or in data: after twelve zero bytes.</summary>
    public static Hash32 Word(Address address)
    {
        byte[] word = new byte[Hash32.Length];
        address.CopyTo(word.AsSpan(Hash32.Length - Address.Length));
        return Hash32.FromBytes(word);
    }

    /// <summary>A number as it stands in data.</summary>
    public static Hash32 Word(ulong number)
    {
        byte[] word = new byte[Hash32.Length];
        ((UInt256)number).WriteBigEndian(word);
        return Hash32.FromBytes(word);
    }

    /// <summary>Words one after another.</summary>
    public static byte[] Join(params IEnumerable<Hash32> words) => [.. words.SelectMany(word => word.ToArray())];
}
