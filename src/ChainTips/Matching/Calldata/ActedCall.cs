using ChainTips.Ethereum.Primitives;

namespace ChainTips.Matching.Calldata;

/// <summary>A call that a wallet makes in a transaction.</summary>
/// <param name="Actor">The wallet: the sender, or the smart wallet that the transaction asks to call.</param>
/// <param name="Target">What it calls.</param>
/// <param name="Input">The calldata.</param>
public sealed record ActedCall(Address Actor, Address Target, ReadOnlyMemory<byte> Input);
