using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.JsonRpc;

/// <summary>What all receipts of a block come to, and those of them that were looked for.</summary>
/// <remarks>Lists compare by reference.</remarks>
/// <param name="TransactionHashes">The transaction of each receipt, in the order of the block.</param>
/// <param name="Bloom">The filter over all logs.</param>
/// <param name="Root">The recomputed receipts root; null if it was not asked for, or a node leaves out what is hashed.</param>
/// <param name="Selected">The receipts with a log of the topic that was looked for, in order.</param>
public sealed record BlockReceiptsDigest(
    IReadOnlyList<Hash32> TransactionHashes, LogsBloom Bloom, Hash32? Root, IReadOnlyList<TransactionReceipt> Selected);
