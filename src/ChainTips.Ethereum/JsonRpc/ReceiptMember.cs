namespace ChainTips.Ethereum.JsonRpc;

/// <summary>The members of a receipt that are read; each is a bit of those that were seen.</summary>
[Flags]
internal enum ReceiptMember
{
    /// <summary>Another name.</summary>
    Unknown = 0,

    /// <summary><c>transactionHash</c>.</summary>
    TransactionHash = 1,

    /// <summary><c>blockHash</c>.</summary>
    BlockHash = 2,

    /// <summary><c>logs</c>.</summary>
    Logs = 4,

    /// <summary><c>transactionIndex</c>.</summary>
    TransactionIndex = 8,

    /// <summary><c>blockNumber</c>.</summary>
    BlockNumber = 16,

    /// <summary><c>status</c>.</summary>
    Status = 32,

    /// <summary><c>from</c>.</summary>
    From = 64,

    /// <summary><c>gasUsed</c>.</summary>
    GasUsed = 128,

    /// <summary><c>to</c>, which may be absent or null.</summary>
    To = 256,

    /// <summary><c>cumulativeGasUsed</c>, which is part of the receipt's hash.</summary>
    CumulativeGasUsed = 512,

    /// <summary><c>type</c>, which nodes from before typed transactions (EIP-2718) leave out.</summary>
    Type = 1024,

    /// <summary><c>root</c>, the state root in blocks before Byzantium (EIP-658).</summary>
    Root = 2048,

    /// <summary><c>depositNonce</c> of the OP stack.</summary>
    DepositNonce = 4096,

    /// <summary><c>depositReceiptVersion</c> of the OP stack.</summary>
    DepositReceiptVersion = 8192,

    /// <summary><c>logsBloom</c>, which is not read, because it follows from the logs.</summary>
    LogsBloom = 16384,

    /// <summary><c>contractAddress</c>, which is not read.</summary>
    ContractAddress = 32768,

    /// <summary><c>effectiveGasPrice</c>, which is not read.</summary>
    EffectiveGasPrice = 65536,

    /// <summary>All that must be there.</summary>
    Required = TransactionHash | BlockHash | Logs | TransactionIndex | BlockNumber | Status | From | GasUsed,
}
