using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.JsonRpc;

/// <summary>
/// What a mined transaction did; always called so in full, because a receipt alone is the one we give a payer.
/// </summary>
/// <remarks>The list of logs compares by reference.</remarks>
/// <param name="TransactionHash">The hash of the transaction.</param>
/// <param name="TransactionIndex">Index inside the block, from 0.</param>
/// <param name="BlockHash">The hash of its block.</param>
/// <param name="BlockNumber">The number of its block.</param>
/// <param name="Succeeded">Whether the status is 1; a failed transaction has no logs.</param>
/// <param name="From">The account that sent it, and paid its gas unless the chain says otherwise.</param>
/// <param name="To">The account it called; null if it created a contract.</param>
/// <param name="GasUsed">Gas units that it used.</param>
/// <param name="Logs">The logs in order; the index of each is its <see cref="ChainLog.Position"/>.</param>
public sealed record TransactionReceipt(
    Hash32 TransactionHash,
    int TransactionIndex,
    Hash32 BlockHash,
    BlockNumber BlockNumber,
    bool Succeeded,
    Address From,
    Address? To,
    ulong GasUsed,
    IReadOnlyList<ChainLog> Logs);
