using ChainTips.Ethereum.Primitives;

namespace ChainTips.Chain;

/// <summary>From which block on payments of a token that are too small to have a row each are booked as sums.</summary>
/// <remarks>It is kept with the books, so that an audit and a replay divide the same chain in the same way, whatever is configured then.</remarks>
/// <param name="Token">The token.</param>
/// <param name="From">The first block that it holds for.</param>
/// <param name="Below">What is less, in base units, is summed up; 0 for nothing.</param>
public sealed record SumLimit(Address Token, BlockNumber From, UInt128 Below);
