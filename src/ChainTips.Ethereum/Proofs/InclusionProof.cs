using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.Proofs;

/// <summary>Makes and checks the proof that a root commits to a value under a key (the nodes are those of EIP-1186).</summary>
public static class InclusionProof
{
    /// <summary>The nodes from the root of the <see cref="OrderedTrie"/> of the items to the one at an index.</summary>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Create(IReadOnlyList<ReadOnlyMemory<byte>> items, int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, items.Count);
        return MerklePatriciaTrie.Prove(OrderedTrie.Entries(items), OrderedTrie.Key(index));
    }

    /// <summary>Checks that the root of an <see cref="OrderedTrie"/> commits to an item at an index.</summary>
    public static InclusionProofFailure Verify(
        Hash32 root, int index, IReadOnlyList<ReadOnlyMemory<byte>> nodes, out ReadOnlyMemory<byte> value) =>
        Verify(root, OrderedTrie.Key(index), nodes, out value);

    /// <summary>Checks that the root commits to a value under the key; the value is empty unless the proof holds.</summary>
    /// <remarks>Every node must be used and every byte of it read: two different proofs of one value do not both hold.</remarks>
    public static InclusionProofFailure Verify(
        Hash32 root, ReadOnlySpan<byte> key, IReadOnlyList<ReadOnlyMemory<byte>> nodes, out ReadOnlyMemory<byte> value)
    {
        value = default;
        TrieStep step = TrieStep.To(root);
        int used = 0;
        int depth = 0;
        while (step.Failure == InclusionProofFailure.None && !step.IsValue)
        {
            ReadOnlyMemory<byte> node = step.Embedded;
            if (step.Hash is Hash32 expected)
            {
                if (used == nodes.Count)
                {
                    return InclusionProofFailure.MissingNode;
                }

                node = nodes[used];
                bool isSmall = used > 0 && node.Length < Hash32.Length;
                used++;
                if (Keccak256.Hash(node.Span) != expected)
                {
                    return InclusionProofFailure.WrongNode;
                }

                if (isSmall)
                {
                    return InclusionProofFailure.MalformedNode;
                }
            }

            step = TrieStep.Through(node, key, ref depth);
        }

        if (step.Failure == InclusionProofFailure.None && used < nodes.Count)
        {
            return InclusionProofFailure.ExtraNodes;
        }

        value = step.Value;
        return step.Failure;
    }
}
