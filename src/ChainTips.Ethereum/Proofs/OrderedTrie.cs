using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.Rlp;

namespace ChainTips.Ethereum.Proofs;

/// <summary>
/// The trie over a list, as a header commits to its transactions and receipts: the key of an item is the RLP of its
/// index (Yellow Paper, section 4.4.1).
/// </summary>
public static class OrderedTrie
{
    private static readonly byte[][] Keys = [.. Enumerable.Range(0, 1024).Select(Key)];

    /// <summary>The root over the items, none of which is empty.</summary>
    public static Hash32 Root(IEnumerable<ReadOnlyMemory<byte>> items) => MerklePatriciaTrie.Root(Entries(items));

    /// <summary>The key of the item at an index.</summary>
    public static byte[] Key(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        return new RlpWriter().Write((ulong)index).ToArray();
    }

    /// <summary>The key of the item at an index, of which the first are made once.</summary>
    internal static ReadOnlyMemory<byte> CachedKey(int index) => index < Keys.Length ? Keys[index] : Key(index);

    /// <summary>Each item under its key.</summary>
    internal static IEnumerable<TrieEntry> Entries(IEnumerable<ReadOnlyMemory<byte>> items) =>
        items.Select((item, index) => new TrieEntry(Key(index), item));
}
