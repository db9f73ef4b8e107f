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
        BlockHeader head = heads.Head;
        FollowStep nothing = new(heads, null);
        if (cursor.Head is BlockRef last)
        {
            BlockRef? ours = cursor.Unfinalized.FirstOrDefault(block => block.Number == head.Number) ?? last;
            BlockHeader? canonical = await source.ReadHeaderAsync(ours.Number, cancellationToken);
            if (canonical is null)
            {
                return IsOrphaned(cursor, head)
                    ? nothing with { Update = new ChainUpdate.BlocksReverted([.. cursor.Unfinalized.Reverse()]) }
                    : nothing;
            }

            if (canonical.Hash != ours.Hash)
            {
                return nothing with { Update = await FindReorgAsync(cursor, head, cancellationToken) };
            }

            if (ours != last)
            {
                return nothing;
            }
        }

        if (rule.FindFinal(cursor, heads) is BlockRef finalized)
        {
            return nothing with { Update = new ChainUpdate.BlockFinalized(finalized) };
        }

        if (cursor.Unfinalized.Count > 0 && cursor.Next <= final && await IsBuriedAsync(cursor, cancellationToken))
        {
            return nothing with { Update = new ChainUpdate.BlockFinalized(cursor.Head!) };
        }

        return cursor.Unfinalized.Count == 0 && cursor.Next <= final
            ? nothing with { HistoryUntil = final }
            : nothing with { Update = await ReadNextBlockAsync(cursor, head, cancellationToken) };
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

    private async Task<ChainUpdate?> ReadNextBlockAsync(ChainCursor cursor, BlockHeader head, CancellationToken cancellationToken)
    {
        BlockHeader? next = cursor.Next <= head.Number ? await source.ReadHeaderAsync(cursor.Next, cancellationToken) : null;

        // A block that does not link to ours means that the chain changed between two questions: the next poll finds out how.
        return next is null || (cursor.Head is BlockRef last && next.ParentHash != last.Hash)
            ? null
            : new ChainUpdate.BlockAdded(await source.ReadBlockAsync(next, cancellationToken));
    }

    private async Task<ChainUpdate?> FindReorgAsync(ChainCursor cursor, BlockHeader head, CancellationToken cancellationToken)
    {
        List<BlockRef> reverted = [];
        BlockHeader? lowest = null;
        foreach (BlockRef block in cursor.Unfinalized.Reverse())
        {
            BlockHeader? canonical = await source.ReadHeaderAsync(block.Number, cancellationToken);
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
