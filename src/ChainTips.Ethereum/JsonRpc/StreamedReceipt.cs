using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.Proofs;

namespace ChainTips.Ethereum.JsonRpc;

/// <summary>A transaction receipt whose logs were handed over just before it.</summary>
/// <param name="TransactionHash">The hash of the transaction.</param>
/// <param name="TransactionIndex">Index inside the block, from 0.</param>
/// <param name="BlockHash">The hash of its block.</param>
/// <param name="BlockNumber">The number of its block.</param>
/// <param name="Succeeded">Whether the status is 1.</param>
/// <param name="From">The account that sent it.</param>
/// <param name="To">The account it called; null if it created a contract.</param>
/// <param name="GasUsed">Gas units that it used.</param>
/// <param name="LogCount">How many logs it has.</param>
public readonly record struct StreamedReceipt(
    Hash32 TransactionHash,
    int TransactionIndex,
    Hash32 BlockHash,
    BlockNumber BlockNumber,
    bool Succeeded,
    Address From,
    Address? To,
    ulong GasUsed,
    int LogCount)
{
    /// <summary>What is hashed of it besides its logs; null where a node does not tell the gas used so far.</summary>
    internal ReceiptOutcome? Outcome { get; init; }

    /// <summary>The receipt with the logs that were handed over before it.</summary>
    internal TransactionReceipt With(IReadOnlyList<ChainLog> logs) =>
        new(TransactionHash, TransactionIndex, BlockHash, BlockNumber, Succeeded, From, To, GasUsed, logs);
}
