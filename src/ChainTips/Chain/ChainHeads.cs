using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Chain;

/// <summary>The newest blocks of a node at one look.</summary>
/// <param name="Head">The newest block.</param>
/// <param name="Safe">The block that the node calls safe; null when it calls none so.</param>
/// <param name="Finalized">The block that the node calls finalized; null when it calls none so.</param>
/// <param name="WithoutTag">Why the node's <c>finalized</c> tag cannot be gone by; null when it can, or was not asked for.</param>
public sealed record ChainHeads(BlockHeader Head, BlockRef? Safe, BlockRef? Finalized, string? WithoutTag)
{
    /// <summary>The newest block that has so many confirmations; null when none has.</summary>
    public BlockNumber? Confirmed(int confirmations) => Head.Number.Value >= (ulong)confirmations - 1
        ? new BlockNumber(Head.Number.Value - ((ulong)confirmations - 1))
        : null;
}
