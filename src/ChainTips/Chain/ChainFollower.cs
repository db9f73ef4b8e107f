using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Chain;

/// <summary>Says what the next change of the chain is, from the cursor and what the node answers. It keeps no state of its own.</summary>
/// <remarks>
/// A node whose head is lower than the cursor is behind, not reorganized: only another hash at the same number is a reorg.
/// Nothing below the finalized block is ever unwound.
/// </remarks>
/// <param name="source">The node.</param>
/// <param name="rule">When a block is final.</param>
/// <param name="rangeSize">How many final blocks <see cref="NextAsync"/> reads at once, at least 1.</param>
public sealed class ChainFollower(IChainSource source, FinalityRule rule, int rangeSize)
{
    /// <summary>How many blocks near the head are read and applied at once: a batch that every node takes.</summary>
    private const int BlocksAtOnce = 100;

    /// <summary>How many of our blocks are compared with the chain's at once: most reorgs are shallow.</summary>
    private const int RevertsAtOnce = 32;

    /// <summary>Looks once for the next change, and reads a range if final history comes next.</summary>
    /// <exception cref="FinalBlockReplacedException">A final block has another hash now.</exception>
    public async Task<FollowStep> NextAsync(ChainCursor cursor, CancellationToken cancellationToken)
    {
        FollowStep step = await LookAsync(cursor, cancellationToken);
        return step.HistoryUntil is BlockNumber until
            ? step with { Update = await ReadRangeAsync(cursor, until, cancellationToken) }
            : step;
    }

    /// <summary>Looks once for the next change; final history is only pointed to, for a <see cref="Backfill"/> to read.</summary>
    /// <exception cref="FinalBlockReplacedException">A final block has another hash now.</exception>
    public async Task<FollowStep> LookAsync(ChainCursor cursor, CancellationToken cancellationToken)
    {
        ChainHeads heads = await source.ReadHeadsAsync(cancellationToken);
        if (heads.Finalized?.Number > heads.Head.Number)
        {
            throw new InconsistentAnswerException(
                heads.Head.Hash, RejectionReason.FinalityBeyondHead, $"it is the head, number {heads.Head.Number}, and block {heads.Finalized?.Number} is finalized");
        }

        return await FindUpdateAsync(cursor, heads, rule.FindFinal(heads), cancellationToken);
    }

    /// <summary>The newest block that is final now; null when there is none.</summary>
    public async Task<BlockNumber?> ReadFinalNumberAsync(CancellationToken cancellationToken) =>
        rule.FindFinal(await source.ReadHeadsAsync(cancellationToken));

    /// <remarks>
    /// Two answers may come from two nodes, or from before and after a reorg. So no number makes a block final: one of ours is by
    /// its hash, or by the blocks that were applied on top of it.
    /// </remarks>
    private async Task<FollowStep> FindUpdateAsync(
        ChainCursor cursor, ChainHeads heads, BlockNumber? final, CancellationToken cancellationToken)
    {
        FollowStep nothing = new(heads, null);
        if (cursor.Head?.Hash == heads.Head.ParentHash && heads.Head.Number == cursor.Next && !(cursor.Next <= final))
        {
            // The head stands on our newest block, which is therefore on the chain.
            return nothing with { Update = await AddHeadAsync(heads.Head, cancellationToken) };
        }

        bool isHistoryNext = cursor.Unfinalized.Count == 0 && cursor.Next <= final;
        IReadOnlyList<BlockHeader?> seen = await ReadFromOursAsync(cursor, heads.Head, isHistoryNext, cancellationToken);
        if (cursor.Head is BlockRef last)
        {
            BlockNumber number = BlockNumber.Min(last.Number, heads.Head.Number);
            BlockRef? ours = number == last.Number ? last : cursor.Unfinalized.FirstOrDefault(block => block.Number == number);
            if (ours is null || seen[0] is not BlockHeader canonical)
            {
                return IsOrphaned(cursor, heads.Head)
                    ? nothing with { Update = new ChainUpdate.BlocksReverted([.. cursor.Unfinalized.Reverse()]) }
                    : nothing;
            }

            if (canonical.Hash != ours.Hash)
            {
                return nothing with { Update = await FindReorgAsync(cursor, heads.Head, cancellationToken) };
            }

            if (ours != last)
            {
                return nothing;
            }
        }

        if (isHistoryNext)
        {
            return nothing with { HistoryUntil = final };
        }

        // What is new comes first, for somebody waits for it; after a long rest it would be final already.
        List<BlockHeader> added = Follow(cursor, seen);
        return nothing with
        {
            Update = cursor.Next <= final
                ? await FindFinalAsync(cursor, heads, final, cancellationToken) ?? await AddAsync(added, cancellationToken)
                : await AddAsync(added, cancellationToken) ?? await FindFinalAsync(cursor, heads, final, cancellationToken),
        };
    }

    /// <summary>The canonical blocks from the newest of ours that the node can have: that one first, and what comes after it.</summary>
    private async Task<IReadOnlyList<BlockHeader?>> ReadFromOursAsync(
        ChainCursor cursor, BlockHeader head, bool isHistoryNext, CancellationToken cancellationToken)
    {
        if (cursor.Head is not BlockRef last)
        {
            return isHistoryNext || cursor.Next > head.Number ? [] : await ReadHeadersAsync(cursor.Next, head.Number, cancellationToken);
        }

        // The head is the canonical block of its number.
        return head.Number <= last.Number
            ? [head]
            : await ReadHeadersAsync(last.Number, isHistoryNext ? last.Number : head.Number, cancellationToken);
    }

    private Task<IReadOnlyList<BlockHeader?>> ReadHeadersAsync(BlockNumber first, BlockNumber last, CancellationToken cancellationToken) =>
        source.ReadHeadersAsync(first, BlockNumber.Min(last, new BlockNumber(first.Value + BlocksAtOnce - 1)), cancellationToken);

    /// <summary>Of what was seen from our newest block on, what stands on it without a gap.</summary>
    /// <remarks>A block that does not link to ours means that the chain changed meanwhile: the next look finds out how.</remarks>
    private static List<BlockHeader> Follow(ChainCursor cursor, IReadOnlyList<BlockHeader?> seen)
    {
        List<BlockHeader> added = [];
        Hash32? parent = cursor.Head?.Hash;
        foreach (BlockHeader? header in seen.Skip(cursor.Head is null ? 0 : 1))
        {
            if (header is null || (parent is Hash32 hash && header.ParentHash != hash))
            {
                break;
            }

            added.Add(header);
            parent = header.Hash;
        }

        return added;
    }

    private async Task<ChainUpdate?> AddAsync(List<BlockHeader> added, CancellationToken cancellationToken) =>
        added.Count == 0 ? null : new ChainUpdate.BlocksAdded(await source.ReadBlocksAsync(added, cancellationToken));

    /// <summary>Adds the head that was announced. One whose receipts were given is there; of one without, the node is asked for its number.</summary>
    private async Task<ChainUpdate?> AddHeadAsync(BlockHeader head, CancellationToken cancellationToken)
    {
        IReadOnlyList<ObservedBlock> read = await source.ReadBlocksAsync([head], cancellationToken);
        bool isThere = read[0].Receipts.Count > 0 || (await source.ReadHeaderAsync(head.Number, cancellationToken))?.Hash == head.Hash;
        return isThere ? new ChainUpdate.BlocksAdded(read) : null;
    }

    private async Task<ChainUpdate?> FindFinalAsync(
        ChainCursor cursor, ChainHeads heads, BlockNumber? final, CancellationToken cancellationToken)
    {
        BlockRef? finalized = rule.FindFinal(cursor, heads);
        if (finalized is null && cursor.Unfinalized.Count > 0 && cursor.Next <= final && await IsBuriedAsync(cursor, cancellationToken))
        {
            finalized = cursor.Head;
        }

        return finalized is null ? null : new ChainUpdate.BlockFinalized(finalized);
    }

    /// <summary>Whether the head stands where the parent of our very first block did, and is another block.</summary>
    private static bool IsOrphaned(ChainCursor cursor, BlockHeader head) =>
        cursor is { Finalized: null, Unfinalized: [BlockRef first, ..] } && head.Number < first.Number
            && head.Number.Next == first.Number && head.Hash != first.ParentHash;

    /// <summary>Whether a block that is final stands on our newest one, as after a long rest: then all of ours are final.</summary>
    private async Task<bool> IsBuriedAsync(ChainCursor cursor, CancellationToken cancellationToken) =>
        (await source.ReadFinalHeaderAsync(cursor.Next, cancellationToken))?.ParentHash == cursor.Head!.Hash;

    private async Task<ChainUpdate> ReadRangeAsync(ChainCursor cursor, BlockNumber final, CancellationToken cancellationToken)
    {
        BlockNumber first = cursor.Next;
        BlockNumber end = BlockNumber.Min(final, new BlockNumber(first.Value + (ulong)rangeSize - 1));
        FinalRange range = await source.ReadRangeAsync(first, end, cancellationToken);
        return cursor.Head is null || cursor.Head.Hash == range.FirstParentHash
            ? new ChainUpdate.RangeFinalized(first, range.Last, range.LastTime, range.Blocks)
            : throw new InconsistentAnswerException(
                cursor.Head.Hash, RejectionReason.ParentHash, $"block {first} after it names {range.FirstParentHash} as its parent");
    }

    private async Task<ChainUpdate?> FindReorgAsync(ChainCursor cursor, BlockHeader head, CancellationToken cancellationToken)
    {
        List<BlockRef> reverted = [];
        BlockHeader? lowest = null;
        for (int end = cursor.Unfinalized.Count; end > 0; end -= Math.Min(end, RevertsAtOnce))
        {
            int start = Math.Max(0, end - RevertsAtOnce);
            IReadOnlyList<BlockHeader?> headers = await source.ReadHeadersAsync(
                cursor.Unfinalized[start].Number, cursor.Unfinalized[end - 1].Number, cancellationToken);
            for (int i = end - 1; i >= start; i--)
            {
                BlockRef block = cursor.Unfinalized[i];
                BlockHeader? canonical = headers[i - start];
                if (canonical is null && block.Number <= head.Number)
                {
                    return null;
                }

                if (canonical?.Hash == block.Hash)
                {
                    return Revert(reverted, block, lowest);
                }

                lowest = canonical ?? lowest;
                reverted.Add(block);
            }
        }

        await DemandFinalBlockAsync(cursor.Finalized, cancellationToken);
        return Revert(reverted, cursor.Finalized, lowest);
    }

    /// <summary>Takes blocks back, if another fork shows a block in their place that stands on the block of ours that stays.</summary>
    /// <remarks>
    /// Blocks of another chain, or of a node that mixes forks, have our numbers too: only the parent hash says that they replace ours.
    /// </remarks>
    /// <param name="reverted">Our blocks without a place in the other fork, newest first.</param>
    /// <param name="kept">Our newest block that stays; null when none was ever final and none of ours is left.</param>
    /// <param name="lowest">The lowest block of the other fork; null when it shows none: the node changed its mind back meanwhile.</param>
    private static ChainUpdate.BlocksReverted? Revert(IReadOnlyList<BlockRef> reverted, BlockRef? kept, BlockHeader? lowest)
    {
        if (lowest is not null && kept is not null && lowest.ParentHash != kept.Hash)
        {
            throw new InconsistentAnswerException(
                kept.Hash, RejectionReason.ParentHash, $"it stays, and block {lowest.Number} in the place of ours names {lowest.ParentHash} as its parent");
        }

        return lowest is null ? null : new ChainUpdate.BlocksReverted(reverted);
    }

    private async Task DemandFinalBlockAsync(BlockRef? finalized, CancellationToken cancellationToken)
    {
        // A node that does not call that number final itself is behind, perhaps on a fork that lost.
        BlockHeader? canonical = finalized is null ? null : await source.ReadFinalHeaderAsync(finalized.Number, cancellationToken);
        if (finalized is not null && canonical is not null && canonical.Hash != finalized.Hash)
        {
            throw new FinalBlockReplacedException(finalized, canonical.Hash);
        }
    }
}
