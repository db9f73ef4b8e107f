using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.JsonRpc;

/// <summary>What gas costs (<c>eth_feeHistory</c>).</summary>
/// <param name="NextBaseFee">The base fee of the next block, in wei for a unit of gas.</param>
/// <param name="PriorityFees">What a middling transaction of each of the last blocks paid on top of it; none where the node does not say.</param>
public sealed record FeeHistory(UInt256 NextBaseFee, IReadOnlyList<UInt256> PriorityFees);
