using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.Rlp;

namespace ChainTips.Ethereum.Proofs;

/// <summary>The entry whose path is wanted, and where the hashed nodes on it below the root go, the deepest first.</summary>
internal sealed record TrieTarget(int Index, List<ReadOnlyMemory<byte>> Upwards);

/// <summary>Encodes the nodes over a sorted run of entries, from the leaves up (Yellow Paper, appendix D).</summary>
/// <remarks>
/// Each step down passes at least one half-byte of a key, so the depth is bounded by the longest key. A node is written
/// into the memory of its level, which its siblings use after it, so that a second trie costs no memory. Not thread-safe.
/// </remarks>
internal sealed class TrieEncoder
{
    private const int Fanout = 16;

    private readonly List<RlpWriter> _levels = [];
    private TrieTarget? _target;

    /// <summary>The encoding of the root node, of which there must be one; valid until the next call.</summary>
    public ReadOnlySpan<byte> Encode(ReadOnlySpan<TrieEntry> sorted, TrieTarget? target)
    {
        _target = target;
        return EncodeNode(sorted, 0, 0, 0);
    }

    private ReadOnlySpan<byte> EncodeNode(ReadOnlySpan<TrieEntry> run, int offset, int depth, int level)
    {
        ReadOnlySpan<byte> first = run[0].Key.Span;
        Span<byte> path = stackalloc byte[MerklePatriciaTrie.MaxKeyLength + 1];
        RlpWriter node = WriterOf(level);
        int list = node.BeginList();
        if (run.Length == 1)
        {
            node.Write(HexPrefix.Encode(first, depth, 2 * first.Length, isLeaf: true, path)).Write(run[0].Value.Span);
            return node.EndList(list).Written;
        }

        int fork = Fork(first, run[^1].Key.Span, depth);
        if (fork > depth)
        {
            node.Write(HexPrefix.Encode(first, depth, fork, isLeaf: false, path));
            WriteChild(node, run, offset, fork, level);
        }
        else
        {
            WriteBranch(node, run, offset, depth, level);
        }

        return node.EndList(list).Written;
    }

    private void WriteBranch(RlpWriter node, ReadOnlySpan<TrieEntry> run, int offset, int depth, int level)
    {
        bool endsHere = 2 * run[0].Key.Length == depth;
        int next = endsHere ? 1 : 0;
        for (int nibble = 0; nibble < Fanout; nibble++)
        {
            int start = next;
            while (next < run.Length && HexPrefix.Nibble(run[next].Key.Span, depth) == nibble)
            {
                next++;
            }

            if (start == next)
            {
                node.Write([]);
            }
            else
            {
                WriteChild(node, run[start..next], offset + start, depth + 1, level);
            }
        }

        node.Write(endsHere ? run[0].Value.Span : []);
    }

    /// <summary>A node of fewer than 32 bytes stands in its parent, any other by its hash.</summary>
    private void WriteChild(RlpWriter parent, ReadOnlySpan<TrieEntry> run, int offset, int depth, int level)
    {
        ReadOnlySpan<byte> child = EncodeNode(run, offset, depth, level + 1);
        if (child.Length < Hash32.Length)
        {
            parent.WriteEncoded(child);
            return;
        }

        parent.Write(Keccak256.Hash(child));
        if (_target is not null && _target.Index >= offset && _target.Index < offset + run.Length)
        {
            _target.Upwards.Add(child.ToArray());
        }
    }

    private RlpWriter WriterOf(int level)
    {
        if (level == _levels.Count)
        {
            _levels.Add(new RlpWriter());
        }

        _levels[level].Clear();
        return _levels[level];
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
