using ChainTips.Ethereum.JsonRpc;

namespace ChainTips.Chain;

/// <summary>A block with the receipts in it that may hold a tip.</summary>
/// <param name="Block">The block.</param>
/// <param name="Timestamp">The time that the block states; blocks may share it.</param>
/// <param name="Receipts">The whole receipts of every transaction with a log of interest, in the order of the block.</param>
public sealed record ObservedBlock(BlockRef Block, DateTimeOffset Timestamp, IReadOnlyList<TransactionReceipt> Receipts);
