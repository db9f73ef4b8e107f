namespace ChainTips.Ethereum.JsonRpc;

/// <summary>The members of a log that are read or passed over by name; each is a bit of those that were seen.</summary>
[Flags]
internal enum LogMember
{
    /// <summary>Another name.</summary>
    Unknown = 0,

    /// <summary><c>address</c>.</summary>
    Address = 1,

    /// <summary><c>topics</c>.</summary>
    Topics = 2,

    /// <summary><c>data</c>.</summary>
    Data = 4,

    /// <summary><c>blockNumber</c>.</summary>
    BlockNumber = 8,

    /// <summary><c>blockHash</c>.</summary>
    BlockHash = 16,

    /// <summary><c>transactionHash</c>.</summary>
    TransactionHash = 32,

    /// <summary><c>logIndex</c>.</summary>
    LogIndex = 64,

    /// <summary><c>removed</c>, which may be absent.</summary>
    Removed = 128,

    /// <summary><c>blockTimestamp</c>, which may be absent.</summary>
    BlockTimestamp = 256,

    /// <summary><c>transactionIndex</c>, which is not read.</summary>
    TransactionIndex = 512,

    /// <summary>All that must be there.</summary>
    Required = Address | Topics | Data | BlockNumber | BlockHash | TransactionHash | LogIndex,
}
