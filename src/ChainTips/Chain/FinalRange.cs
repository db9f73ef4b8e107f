using ChainTips.Ethereum.Primitives;

namespace ChainTips.Chain;

/// <summary>A range of final history.</summary>
/// <param name="FirstParentHash">The block that the range stands on.</param>
/// <param name="Last">The last block of the range.</param>
/// <param name="LastTime">The time of the last block.</param>
/// <param name="Blocks">The blocks of the range that hold a log of interest, in order.</param>
public sealed record FinalRange(
    Hash32 FirstParentHash, BlockRef Last, DateTimeOffset LastTime, IReadOnlyList<ObservedBlock> Blocks);
