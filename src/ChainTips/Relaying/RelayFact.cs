namespace ChainTips.Relaying;

/// <summary>What can become known of a relay.</summary>
public enum RelayFact
{
    /// <summary>It was put into a transaction, which is signed and kept.</summary>
    Allotted,

    /// <summary>The transaction was given to a node.</summary>
    Broadcast,

    /// <summary>The payment is in a block, by our transaction or by anybody's: the exact logs were seen.</summary>
    PaymentSeen,

    /// <summary>The block of the payment is final.</summary>
    PaymentFinal,

    /// <summary>The block that our transaction paid in left the chain.</summary>
    PaymentLeft,

    /// <summary>The block left the chain that somebody else's transaction paid in.</summary>
    ForeignPaymentLeft,

    /// <summary>Its transaction is final, or can never be, and did not pay.</summary>
    TransactionSpent,

    /// <summary>It can never be paid.</summary>
    Refused,

    /// <summary>Its time is over on the chain, and it was not used.</summary>
    WindowClosed,
}
