using System.Collections.Frozen;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Chain;

/// <summary>A block with the receipts in it that may hold a payment.</summary>
/// <param name="Block">The block.</param>
/// <param name="Timestamp">The time that the block states; blocks may share it.</param>
/// <param name="Receipts">The whole receipts of every transaction with a log of interest, in the order of the block.</param>
public sealed record ObservedBlock(BlockRef Block, DateTimeOffset Timestamp, IReadOnlyList<TransactionReceipt> Receipts)
{
    /// <summary>What those transactions asked for that paid one of our payees without the contract, by transaction hash.</summary>
    public IReadOnlyDictionary<Hash32, TransactionCall> Calls { get; init; } = FrozenDictionary<Hash32, TransactionCall>.Empty;
}
