using ChainTips.Ethereum.Primitives;

namespace ChainTips.Chain;

/// <summary>One change of the chain, to be applied whole or not at all. The cases are all there are.</summary>
public abstract record ChainUpdate
{
    private ChainUpdate()
    {
    }

    /// <summary>Final history: many blocks at once, none of which can be reverted.</summary>
    /// <param name="From">The first block of the range.</param>
    /// <param name="Last">The last block of the range.</param>
    /// <param name="LastTime">The time of the last block.</param>
    /// <param name="Blocks">The blocks of the range that hold a log of interest, in order.</param>
    public sealed record RangeFinalized(
        BlockNumber From, BlockRef Last, DateTimeOffset LastTime, IReadOnlyList<ObservedBlock> Blocks) : ChainUpdate;

    /// <summary>New blocks on top of the last one applied.</summary>
    /// <param name="Blocks">The blocks and what they hold, at least one, oldest first, each standing on the one before it.</param>
    public sealed record BlocksAdded(IReadOnlyList<ObservedBlock> Blocks) : ChainUpdate;

    /// <summary>Blocks left the canonical chain.</summary>
    /// <param name="Blocks">The blocks that left, newest first.</param>
    public sealed record BlocksReverted(IReadOnlyList<BlockRef> Blocks) : ChainUpdate;

    /// <summary>A block that was added, and with it all before it, can no longer be reverted.</summary>
    /// <param name="Block">The newest block that is final.</param>
    public sealed record BlockFinalized(BlockRef Block) : ChainUpdate;
}
