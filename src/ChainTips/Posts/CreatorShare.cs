using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;

namespace ChainTips.Posts;

/// <summary>One creator of a <see cref="CreatorSplit"/>.</summary>
/// <param name="CreatorId">The creator.</param>
/// <param name="Address">Where the creator is paid.</param>
/// <param name="BasisPoints">How much of the whole, in hundredths of a percent.</param>
public sealed record CreatorShare(Id<Creator> CreatorId, Address Address, int BasisPoints);
