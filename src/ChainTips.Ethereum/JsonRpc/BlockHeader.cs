using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.JsonRpc;

/// <summary>A block without the bodies of its transactions, as a node tells it.</summary>
/// <remarks>
/// The list of transaction hashes compares by reference; two blocks are the same if their hashes are.
/// </remarks>
/// <param name="Number">The number of the block.</param>
/// <param name="Hash">The identity of the block.</param>
/// <param name="ParentHash">The identity of the block before it.</param>
/// <param name="Timestamp">Unix time in seconds.</param>
/// <param name="LogsBloom">The filter over all logs of the block.</param>
/// <param name="ReceiptsRoot">The root of the trie of the block's receipts.</param>
/// <param name="TransactionHashes">The hashes of its transactions in order.</param>
public sealed record BlockHeader(
    BlockNumber Number,
    Hash32 Hash,
    Hash32 ParentHash,
    ulong Timestamp,
    LogsBloom LogsBloom,
    Hash32 ReceiptsRoot,
    IReadOnlyList<Hash32> TransactionHashes)
{
    /// <summary>
    /// The hash recomputed from all fields that the node told (Yellow Paper, section 4.4); null if one is missing or not of
    /// the known form. Whoever believes the header compares it with <see cref="Hash"/>.
    /// </summary>
    public Hash32? ComputedHash { get; init; }
}
