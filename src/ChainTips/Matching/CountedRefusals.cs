using ChainTips.Ethereum.Primitives;
using ChainTips.Tips;

namespace ChainTips.Matching;

/// <summary>Refused tips that came too often to be listed one by one.</summary>
/// <param name="ChainId">The chain.</param>
/// <param name="First">The first block of the stretch that they are counted in.</param>
/// <param name="Reason">Why they were refused.</param>
/// <param name="Token">The token that they moved; the zero address where no transfer is proven.</param>
/// <param name="Tips">How many they are.</param>
/// <param name="BaseUnits">What their transfers moved together; 0 where none is proven.</param>
public sealed record CountedRefusals(ulong ChainId, BlockNumber First, RefusalReason Reason, Address Token, long Tips, UInt128 BaseUnits);
