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

    /// <summary>All that must be there.</summary>
    Required = TransactionHash | BlockHash | Logs | TransactionIndex | BlockNumber | Status | From | GasUsed,
}
