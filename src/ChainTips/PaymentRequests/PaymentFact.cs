namespace ChainTips.PaymentRequests;

/// <summary>What can happen to a payment request. A payment may bring several facts, which then come in this order.</summary>
public enum PaymentFact
{
    /// <summary>The time of the chain's newest block reached the expiry.</summary>
    ExpiryPassed,

    /// <summary>The platform took the request back.</summary>
    RequestCancelled,

    /// <summary>A payment was seen in a block of or after the expiry, or after the cancellation. What it brings is told by the facts after it.</summary>
    LateSeen,

    /// <summary>A payment was seen in a token that the operator allows, and not in the one that is asked for.</summary>
    WrongTokenSeen,

    /// <summary>A payment was seen, and all together are less than enough.</summary>
    PartSeen,

    /// <summary>A payment was seen, and with it all together are enough for the first time.</summary>
    EnoughSeen,

    /// <summary>After enough was seen, another payment was seen, and all together are not more than was asked for: welcome with an open amount.</summary>
    FurtherSeen,

    /// <summary>After enough was seen of a fixed amount, another payment was seen, and all together are more than was asked for.</summary>
    DuplicateSeen,

    /// <summary>A payment was seen, and with it all together are more than the most that was asked for.</summary>
    TooMuchSeen,

    /// <summary>What was enough is now as final as its amount demands.</summary>
    EnoughCounts,

    /// <summary>Every payment that was needed for what is enough is final.</summary>
    EnoughFinal,

    /// <summary>The block of a payment that was needed left the chain. The payments that remain are counted anew without it.</summary>
    NeededReverted,

    /// <summary>The block of a payment that was not needed left the chain: enough was there without it, or it was in another token.</summary>
    SurplusReverted,

    /// <summary>A refund was seen; what is left is as much out of the ordinary as before.</summary>
    RefundSeen,

    /// <summary>A refund was seen, and with it no more is left than was asked for.</summary>
    SurplusRefunded,

    /// <summary>A refund was seen, and with it nothing is left.</summary>
    EverythingRefunded,

    /// <summary>The block of a refund left the chain: the money is where it was before.</summary>
    RefundReverted,
}
