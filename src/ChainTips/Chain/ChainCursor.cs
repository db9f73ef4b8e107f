using ChainTips.Ethereum.Primitives;

namespace ChainTips.Chain;

/// <summary>How far a chain was applied. It moves only inside the commit that applied the change.</summary>
/// <remarks>Invariant: the unfinalized blocks are linked, each to the one before it, the first to the finalized block.</remarks>
/// <param name="StartBlock">The first block that is read at all.</param>
/// <param name="Finalized">The newest applied block that is final; null before there is one.</param>
/// <param name="Unfinalized">The applied blocks that can still be reverted, oldest first.</param>
public sealed record ChainCursor(BlockNumber StartBlock, BlockRef? Finalized, IReadOnlyList<BlockRef> Unfinalized)
{
    /// <summary>The newest applied block; null before the first.</summary>
    public BlockRef? Head => Unfinalized.Count > 0 ? Unfinalized[^1] : Finalized;

    /// <summary>The number of the block to apply next.</summary>
    public BlockNumber Next => Head is null ? StartBlock : Head.Number.Next;

    /// <summary>The block that can still be reverted and that a node calls safe; null when it is none of them.</summary>
    /// <remarks>It is known by its hash: a node on another fork calls another block of the same number safe.</remarks>
    public BlockRef? FindSafe(ChainHeads heads) => Unfinalized.FirstOrDefault(block => block.Hash == heads.Safe?.Hash);

    /// <summary>The cursor after a change was applied.</summary>
    /// <exception cref="InvalidOperationException">The change does not fit onto this cursor.</exception>
    public ChainCursor After(ChainUpdate update) => update switch
    {
        ChainUpdate.RangeFinalized range when Unfinalized.Count == 0 && range.From == Next && range.Last.Number >= range.From =>
            this with { Finalized = range.Last },
        ChainUpdate.BlocksAdded { Blocks: IReadOnlyList<ObservedBlock> blocks } when Continues(blocks) =>
            this with { Unfinalized = [.. Unfinalized, .. blocks.Select(observed => observed.Block)] },
        ChainUpdate.BlocksReverted { Blocks: IReadOnlyList<BlockRef> blocks } when Ends(blocks) =>
            this with { Unfinalized = [.. Unfinalized.Take(Unfinalized.Count - blocks.Count)] },
        ChainUpdate.BlockFinalized { Block: BlockRef block } when Unfinalized.Contains(block) =>
            this with { Finalized = block, Unfinalized = [.. Unfinalized.Where(later => later.Number > block.Number)] },
        _ => throw new InvalidOperationException(
            $"The change {update} does not follow the cursor at {Head?.ToString() ?? "the start"}; nothing was applied."),
    };

    private bool Continues(IReadOnlyList<ObservedBlock> blocks)
    {
        BlockRef? last = Head;
        foreach (ObservedBlock observed in blocks)
        {
            if (observed.Block.Number != (last?.Number.Next ?? StartBlock) || (last is not null && observed.Block.ParentHash != last.Hash))
            {
                return false;
            }

            last = observed.Block;
        }

        return blocks.Count > 0;
    }

    private bool Ends(IReadOnlyList<BlockRef> newestFirst) =>
        newestFirst.Count > 0 && Unfinalized.Reverse().Take(newestFirst.Count).SequenceEqual(newestFirst);
}
