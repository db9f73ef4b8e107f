namespace ChainTips.Chain;

/// <summary>Why an answer of a node was not believed; the name is the label of the counter.</summary>
public enum RejectionReason
{
    /// <summary>The fields of a header do not make its hash.</summary>
    HeaderHash,

    /// <summary>A block does not stand on the one before it.</summary>
    ParentHash,

    /// <summary>A block that must be there is not.</summary>
    MissingBlock,

    /// <summary>The receipts are not those of the block's transactions.</summary>
    Transactions,

    /// <summary>The receipts do not make the receipts root of their header.</summary>
    ReceiptsRoot,

    /// <summary>The logs do not make the bloom of their header.</summary>
    Bloom,

    /// <summary>Logs or receipts are of another block than the one asked for.</summary>
    OtherBlock,

    /// <summary>A log is not in the receipt of its transaction.</summary>
    MissingLog,

    /// <summary>The node's final block is beyond its own head.</summary>
    FinalityBeyondHead,

    /// <summary>A final block was asked for, and the node that answered does not yet call it final.</summary>
    NotFinalHere,

    /// <summary>The node has another block where a final one stands, which other nodes confirm.</summary>
    FinalBlock,

    /// <summary>The answer breaks the protocol.</summary>
    Malformed,
}
