namespace ChainTips.Ethereum.JsonRpc;

/// <summary>The members of a block that are read: first the hashed ones, in the order of the hash (Yellow Paper, section 4.4).</summary>
internal enum HeaderField
{
    ParentHash,
    Sha3Uncles,
    Miner,
    StateRoot,
    TransactionsRoot,
    ReceiptsRoot,
    LogsBloom,
    Difficulty,
    Number,
    GasLimit,
    GasUsed,
    Timestamp,
    ExtraData,
    MixHash,
    Nonce,
    BaseFeePerGas,
    WithdrawalsRoot,
    BlobGasUsed,
    ExcessBlobGas,
    ParentBeaconBlockRoot,
    RequestsHash,

    /// <summary>Not hashed: the hash as the node tells it.</summary>
    Hash,

    /// <summary>Not hashed: the hashes of the transactions.</summary>
    Transactions,

    /// <summary>Another member.</summary>
    Unknown,
}
