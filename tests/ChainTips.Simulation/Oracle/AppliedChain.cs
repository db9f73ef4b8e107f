namespace ChainTips.Simulation.Oracle;

/// <summary>The blocks that the database says it has applied, checked against the blocks that there are.</summary>
/// <param name="startBlock">The first block that is applied.</param>
internal sealed class AppliedChain(long startBlock)
{
    private readonly Dictionary<string, PlainBlock> _blocks = [];
    private readonly Dictionary<string, HashSet<string>> _childrenOf = [];
    private readonly Dictionary<long, HashSet<string>> _numbered = [];
    private readonly HashSet<string> _trulyFinal = [];
    private readonly List<PlainBlock> _applied = [];

    /// <summary>How many of the applied blocks are final; the final ones come first.</summary>
    private int _final;

    /// <summary>The newest applied block; null before the first.</summary>
    public PlainBlock? Head => _applied.Count == 0 ? null : _applied[^1];

    /// <summary>Learns of a block that was mined, on whatever fork.</summary>
    public void Learn(PlainBlock block)
    {
        _blocks[block.Hash] = block;
        LearnShown(block);
    }

    /// <summary>Learns that a block was shown, be it one of this chain or not.</summary>
    public void LearnShown(PlainBlock block)
    {
        Put(_childrenOf, block.ParentHash, block.Hash);
        Put(_numbered, block.Number, block.Hash);
    }

    /// <summary>Learns that a block can never leave the chain.</summary>
    public void LearnFinal(string hash) => _trulyFinal.Add(hash);

    /// <summary>A block by its hash; null when nobody ever mined it.</summary>
    public PlainBlock? Find(string hash) => _blocks.GetValueOrDefault(hash);

    /// <summary>Follows the cursor.</summary>
    /// <param name="cursor">The cursor as it is now.</param>
    /// <param name="faults">Takes what is wrong with it.</param>
    public AppliedChange Follow(BookCursor cursor, List<string> faults)
    {
        List<PlainBlock> path = ReadPath(cursor, out int newlyFinal, faults);
        int same = 0;
        while (same < path.Count && _final + same < _applied.Count && _applied[_final + same].Hash == path[same].Hash)
        {
            same++;
        }

        List<PlainBlock> left = _applied[(_final + same)..];
        List<PlainBlock> added = path[same..];
        if (left.Count > 0 && !HasRival(left[0], hasKept: _final + same > 0))
        {
            faults.Add($"block {left[0].Number} {left[0].Hash} was taken back, and no other that could take its place was ever seen");
        }

        _applied.RemoveRange(_final + same, left.Count);
        _applied.AddRange(added);
        List<PlainBlock> final = path[..newlyFinal];
        _final += newlyFinal;
        return new AppliedChange(left, added, final);
    }

    /// <summary>
    /// Whether another block could take the place of one that was taken back: it stands on the block that stays. Where none stays,
    /// any block of its number could, or of the number before it, on which it does not stand.
    /// </summary>
    private bool HasRival(PlainBlock left, bool hasKept) => hasKept
        ? _childrenOf[left.ParentHash].Count > 1
        : _numbered[left.Number].Count > 1
            || (_numbered.TryGetValue(left.Number - 1, out HashSet<string>? before) && before.Any(hash => hash != left.ParentHash));

    private static void Put<TKey>(Dictionary<TKey, HashSet<string>> map, TKey key, string hash)
        where TKey : notnull
    {
        if (!map.TryGetValue(key, out HashSet<string>? hashes))
        {
            map[key] = hashes = [];
        }

        hashes.Add(hash);
    }

    /// <summary>The blocks after the last final one, as the cursor tells them, linked to each other and to it.</summary>
    private List<PlainBlock> ReadPath(BookCursor cursor, out int newlyFinal, List<string> faults)
    {
        List<PlainBlock> path = [];
        newlyFinal = 0;
        if (cursor.Finalized is string finalized)
        {
            path = ReadFinalPath(finalized, faults);
            newlyFinal = path.Count;
        }
        else if (_final > 0)
        {
            faults.Add("the cursor has no final block any more");
        }

        foreach (string hash in cursor.Unfinalized)
        {
            PlainBlock? before = path.Count > 0 ? path[^1] : _final > 0 ? _applied[_final - 1] : null;
            if (!_blocks.TryGetValue(hash, out PlainBlock? block))
            {
                faults.Add($"the cursor holds block {hash}, which was never mined");
                return path;
            }

            if (before is null ? block.Number != startBlock : block.ParentHash != before.Hash)
            {
                faults.Add($"block {block.Number} {hash} of the cursor does not stand on the one before it");
            }

            path.Add(block);
        }

        return path;
    }

    private List<PlainBlock> ReadFinalPath(string finalized, List<string> faults)
    {
        List<PlainBlock> path = [];
        string? last = _final > 0 ? _applied[_final - 1].Hash : null;
        string hash = finalized;
        while (hash != last)
        {
            if (!_blocks.TryGetValue(hash, out PlainBlock? block))
            {
                faults.Add($"the final block {hash} of the cursor was never mined, or does not stand on the final block before it");
                break;
            }

            if (!_trulyFinal.Contains(hash))
            {
                faults.Add($"block {block.Number} {hash} was called final, and it can still leave the chain");
            }

            path.Add(block);
            if (block.Number <= startBlock)
            {
                break;
            }

            hash = block.ParentHash;
        }

        if (last is not null && hash != last)
        {
            faults.Add($"the final block moved from {last} to {finalized}, which does not stand on it");
            return [];
        }

        path.Reverse();
        return path;
    }
}

/// <summary>What happened to the applied blocks in a step.</summary>
/// <param name="Left">The blocks that left.</param>
/// <param name="Added">The blocks that came.</param>
/// <param name="Final">The blocks that became final, of those that were there or came.</param>
internal sealed record AppliedChange(
    IReadOnlyList<PlainBlock> Left, IReadOnlyList<PlainBlock> Added, IReadOnlyList<PlainBlock> Final);
