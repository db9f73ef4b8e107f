using ChainTips.Ethereum.Primitives;

namespace ChainTips.Chain;

/// <summary>What one look at the chain found.</summary>
/// <param name="Head">The newest block that the node reports.</param>
/// <param name="Update">The next change to apply; null when there is none yet.</param>
public sealed record FollowStep(BlockNumber Head, ChainUpdate? Update);
