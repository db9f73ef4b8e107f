using System.Globalization;
using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.Rlp;

namespace ChainTips.Ethereum.Proofs;

/// <summary>The root of a modified Merkle Patricia trie, and the nodes that lead to a key (Yellow Paper, appendix D).</summary>
/// <remarks>Keys are taken as they are; a "secure" trie is one whose keys the caller has hashed.</remarks>
public static class MerklePatriciaTrie
{
    /// <summary>The longest key, which also bounds how deep a trie is.</summary>
    public const int MaxKeyLength = 64;

    /// <summary>The root of a trie without entries: the hash of the encoding of no bytes.</summary>
    public static Hash32 EmptyRoot { get; } = Keccak256.Hash(new RlpWriter().Write([]).Written);

    /// <summary>The root over entries in any order; <see cref="ArgumentException"/> if a key is there twice.</summary>
    public static Hash32 Root(IEnumerable<TrieEntry> entries)
    {
        TrieEntry[] sorted = Sort(entries);
        return sorted.Length == 0 ? EmptyRoot : Keccak256.Hash(new TrieEncoder().Encode(sorted, null));
    }

    /// <summary>
    /// The nodes from the root to the value of a key, as <c>eth_getProof</c> lists them (EIP-1186): a node of fewer than
    /// 32 bytes is inside the one before it. <see cref="ArgumentException"/> if the key is not there.
    /// </summary>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Prove(IEnumerable<TrieEntry> entries, ReadOnlySpan<byte> key)
    {
        TrieEntry[] sorted = Sort(entries);
        int target = -1;
        for (int i = 0; i < sorted.Length && target < 0; i++)
        {
            target = sorted[i].Key.Span.SequenceEqual(key) ? i : target;
        }

        if (target < 0)
        {
            throw new ArgumentException($"The trie has no key {Hex.Format(key)}; prove one that it has.", nameof(key));
        }

        List<ReadOnlyMemory<byte>> upwards = [];
        upwards.Add(new TrieEncoder().Encode(sorted, new TrieTarget(target, upwards)).ToArray());
        upwards.Reverse();
        return upwards;
    }

    private static TrieEntry[] Sort(IEnumerable<TrieEntry> entries)
    {
        TrieEntry[] sorted = entries.ToArray();
        Array.Sort(sorted, (left, right) => left.Key.Span.SequenceCompareTo(right.Key.Span));
        for (int i = 0; i < sorted.Length; i++)
        {
            ReadOnlySpan<byte> key = sorted[i].Key.Span;
            if (key.Length > MaxKeyLength || sorted[i].Value.IsEmpty)
            {
                string message = string.Create(
                    CultureInfo.InvariantCulture,
                    $"A key has {key.Length} bytes, its value {sorted[i].Value.Length}; pass at most {MaxKeyLength}, and at least 1.");
                throw new ArgumentException(message, nameof(entries));
            }

            if (i > 0 && sorted[i - 1].Key.Span.SequenceEqual(key))
            {
                throw new ArgumentException($"The key {Hex.Format(key)} is there twice; pass it once.", nameof(entries));
            }
        }

        return sorted;
    }
}
