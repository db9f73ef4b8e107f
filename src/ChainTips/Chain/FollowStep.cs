using ChainTips.Ethereum.Primitives;

namespace ChainTips.Chain;

/// <summary>What one look at the chain found.</summary>
/// <param name="Heads">The newest blocks that the node reports.</param>
/// <param name="Update">The next change to apply; null when there is none yet.</param>
/// <param name="HistoryUntil">The last block of final history that is still to be read in ranges; null when there is none.</param>
public sealed record FollowStep(ChainHeads Heads, ChainUpdate? Update, BlockNumber? HistoryUntil = null)
{
    /// <summary>The newest block that the node reports.</summary>
    public BlockNumber Head => Heads.Head.Number;
}
