namespace ChainTips.Relaying;

/// <summary>How far a relay is.</summary>
public enum RelayStatus
{
    /// <summary>It is claimed: nobody else's copy of the same authorization is taken, and it waits to be put into a transaction.</summary>
    Accepted,

    /// <summary>It is in a transaction with a nonce, whose signed bytes are kept.</summary>
    Queued,

    /// <summary>The transaction was given to a node, which may have it or not: nothing else is known.</summary>
    Sent,

    /// <summary>The payment is in a block that may still leave the chain.</summary>
    Mined,

    /// <summary>The payment is in a final block.</summary>
    Settled,

    /// <summary>It was given up, and the reason is kept.</summary>
    Failed,

    /// <summary>The time that the payer gave it is over on the chain.</summary>
    Expired,
}
