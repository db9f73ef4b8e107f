using ChainTips.Ethereum.Primitives;

namespace ChainTips.Chain;

/// <summary>A token through a contract, and how far its payments were read.</summary>
/// <param name="Contract">The tipping contract.</param>
/// <param name="Token">The token.</param>
/// <param name="MissingFrom">The first block whose payments are not read for this pair; null when it is as far as the chain's cursor.</param>
/// <param name="MissingParent">The block before that one, on which it must stand; null at the start block, or when nothing is missing.</param>
public sealed record FollowedPair(Address Contract, Address Token, BlockNumber? MissingFrom, Hash32? MissingParent);
