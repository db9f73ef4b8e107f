using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.Rlp;

namespace ChainTips.Ethereum.Proofs;

/// <summary>Where a node of a trie leads to on the way to a key: a hash, an embedded node, the value, or a failure.</summary>
internal readonly struct TrieStep
{
    private const int BranchItems = 17;
    private const int PathItems = 2;

    /// <summary>The hash of the next node; null if the next node is embedded or there is none.</summary>
    public Hash32? Hash { get; private init; }

    /// <summary>The next node, if it stands in this one.</summary>
    public ReadOnlyMemory<byte> Embedded { get; private init; }

    /// <summary>The value, if it is reached; never empty then.</summary>
    public ReadOnlyMemory<byte> Value { get; private init; }

    /// <summary>Why there is no way on.</summary>
    public InclusionProofFailure Failure { get; private init; }

    /// <summary>Whether the value is reached.</summary>
    public bool IsValue => !Value.IsEmpty;

    /// <summary>To a node that has this hash.</summary>
    public static TrieStep To(Hash32 hash) => new() { Hash = hash };

    /// <summary>From a node onwards; the depth, in half-bytes of the key, moves with it.</summary>
    public static TrieStep Through(ReadOnlyMemory<byte> node, ReadOnlySpan<byte> key, ref int depth)
    {
        if (!TrySplit(node, out List<ReadOnlyMemory<byte>> items))
        {
            return Fail(InclusionProofFailure.MalformedNode);
        }

        if (items.Count == PathItems)
        {
            return ThroughPath(items, key, ref depth);
        }

        if (depth == 2 * key.Length)
        {
            return ToValue(items[^1]);
        }

        depth++;
        return ToChild(items[HexPrefix.Nibble(key, depth - 1)]);
    }

    private static TrieStep ThroughPath(List<ReadOnlyMemory<byte>> items, ReadOnlySpan<byte> key, ref int depth)
    {
        RlpReader reader = new(items[0].Span);
        if (!reader.TryReadBytes(out ReadOnlySpan<byte> path)
            || !HexPrefix.TryReadFlags(path, out bool isLeaf, out int length)
            || (!isLeaf && length == 0))
        {
            return Fail(InclusionProofFailure.MalformedNode);
        }

        if (!HexPrefix.Matches(path, length, key, depth))
        {
            return Fail(InclusionProofFailure.KeyAbsent);
        }

        depth += length;
        return !isLeaf ? ToChild(items[1])
            : depth == 2 * key.Length ? ToValue(items[1])
            : Fail(InclusionProofFailure.KeyAbsent);
    }

    private static TrieStep ToChild(ReadOnlyMemory<byte> item)
    {
        RlpReader reader = new(item.Span);
        if (reader.IsList)
        {
            return item.Length < Hash32.Length
                ? new TrieStep { Embedded = item }
                : Fail(InclusionProofFailure.MalformedNode);
        }

        bool isBytes = reader.TryReadBytes(out ReadOnlySpan<byte> bytes);
        return isBytes && bytes.Length == Hash32.Length ? To(Hash32.FromBytes(bytes))
            : isBytes && bytes.IsEmpty ? Fail(InclusionProofFailure.KeyAbsent)
            : Fail(InclusionProofFailure.MalformedNode);
    }

    private static TrieStep ToValue(ReadOnlyMemory<byte> item)
    {
        RlpReader reader = new(item.Span);
        bool isBytes = reader.TryReadBytes(out ReadOnlySpan<byte> bytes);
        return !isBytes ? Fail(InclusionProofFailure.MalformedNode)
            : bytes.IsEmpty ? Fail(InclusionProofFailure.KeyAbsent)
            : new TrieStep { Value = item[^bytes.Length..] };
    }

    private static TrieStep Fail(InclusionProofFailure failure) => new() { Failure = failure };

    /// <summary>The encoded items of a node: 2 or 17, and nothing after them.</summary>
    private static bool TrySplit(ReadOnlyMemory<byte> node, out List<ReadOnlyMemory<byte>> items)
    {
        items = [];
        RlpReader reader = new(node.Span);
        if (!reader.TryReadList(out RlpReader list) || !reader.TryEnd())
        {
            return false;
        }

        int position = node.Length - list.Remaining;
        while (!list.AtEnd)
        {
            if (items.Count == BranchItems || !list.TryReadEncoded(out ReadOnlySpan<byte> item))
            {
                return false;
            }

            items.Add(node.Slice(position, item.Length));
            position += item.Length;
        }

        return items.Count is PathItems or BranchItems;
    }
}
