using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.Proofs;

/// <summary>What a receipt commits to besides its logs (Yellow Paper, section 4.4.1; EIP-658, EIP-2718).</summary>
/// <param name="Type">The type of the transaction; 0 is a legacy one.</param>
/// <param name="PostState">The state root in blocks before Byzantium; null since.</param>
/// <param name="Succeeded">Whether the status is 1.</param>
/// <param name="CumulativeGasUsed">Gas that the block had used after the transaction.</param>
/// <param name="DepositNonce">The nonce of a deposit of the OP stack; null for all others.</param>
/// <param name="DepositReceiptVersion">The version of a deposit's receipt, since the OP stack's Canyon.</param>
internal readonly record struct ReceiptOutcome(
    byte Type, Hash32? PostState, bool Succeeded, ulong CumulativeGasUsed, ulong? DepositNonce, ulong? DepositReceiptVersion);
