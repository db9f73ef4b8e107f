namespace ChainTips.PaymentRequests;

/// <summary>How final a payment is, least first.</summary>
public enum PaymentFinality
{
    /// <summary>Its block left the chain.</summary>
    Reverted,

    /// <summary>It stands in a block.</summary>
    Seen,

    /// <summary>Its block is one that the node calls safe.</summary>
    Safe,

    /// <summary>Its block is final: it never leaves the chain.</summary>
    Final,
}
