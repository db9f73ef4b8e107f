using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.Rlp;

namespace ChainTips.Ethereum.Proofs;

/// <summary>The entry whose path is wanted, and where the hashed nodes on it below the root go, the deepest first.</summary>
internal sealed record TrieTarget(int Index, List<ReadOnlyMemory<byte>> Upwards);

/// <summary>Encodes the nodes over a sorted run of entries, from the leaves up (Yellow Paper, appendix D).</summary>
/// <remarks>Each step down passes at least one half-byte of a key, so the depth is bounded by the longest key.</remarks>
internal sealed class TrieEncoder(TrieEntry[] sorted, TrieTarget? target)
{
    private const int Fanout = 16;

    /// <summary>The encoding of the root node, of which there must be one.</summary>
    public byte[] Encode() => EncodeNode(0, sorted.Length, 0);

    private byte[] EncodeNode(int from, int to, int depth)
    {
        ReadOnlySpan<byte> first = sorted[from].Key.Span;
        RlpWriter node = new();
        int list = node.BeginList();
        if (to - from == 1)
        {
            node.Write(HexPrefix.Encode(first, depth, 2 * first.Length, isLeaf: true)).Write(sorted[from].Value.Span);
            return node.EndList(list).ToArray();
        }

        int fork = Fork(first, sorted[to - 1].Key.Span, depth);
        if (fork > depth)
        {
            node.Write(HexPrefix.Encode(first, depth, fork, isLeaf: false));
            WriteChild(node, from, to, fork);
        }
        else
        {
            WriteBranch(node, from, to, depth);
        }

        return node.EndList(list).ToArray();
    }

    private void WriteBranch(RlpWriter node, int from, int to, int depth)
    {
        bool endsHere = 2 * sorted[from].Key.Length == depth;
        int next = endsHere ? from + 1 : from;
        for (int nibble = 0; nibble < Fanout; nibble++)
        {
            int start = next;
            while (next < to && HexPrefix.Nibble(sorted[next].Key.Span, depth) == nibble)
            {
                next++;
            }

            if (start == next)
            {
                node.Write([]);
            }
            else
            {
                WriteChild(node, start, next, depth + 1);
            }
        }

        node.Write(endsHere ? sorted[from].Value.Span : []);
    }

    /// <summary>A node of fewer than 32 bytes stands in its parent, any other by its hash.</summary>
    private void WriteChild(RlpWriter parent, int from, int to, int depth)
    {
        byte[] child = EncodeNode(from, to, depth);
        if (child.Length < Hash32.Length)
        {
            parent.WriteEncoded(child);
            return;
        }

        parent.Write(Keccak256.Hash(child));
        if (target is not null && target.Index >= from && target.Index < to)
        {
            target.Upwards.Add(child);
        }
    }

    /// <summary>The index of the first half-byte that differs, or at which the shorter key ends.</summary>
    private static int Fork(ReadOnlySpan<byte> first, ReadOnlySpan<byte> last, int depth)
    {
        int end = 2 * Math.Min(first.Length, last.Length);
        int fork = depth;
        while (fork < end && HexPrefix.Nibble(first, fork) == HexPrefix.Nibble(last, fork))
        {
            fork++;
        }

        return fork;
    }
}
