namespace ChainTips.PaymentRequests;

/// <summary>Where a payment request stands.</summary>
public enum PaymentRequestStatus
{
    /// <summary>No payment was seen, and one is welcome.</summary>
    Open,

    /// <summary>A payment was seen in a block that can still be reverted.</summary>
    Pending,

    /// <summary>Every payment that was seen is final.</summary>
    Settled,

    /// <summary>No payment was seen until the chain's own time passed the expiry. A later payment is still credited, as late.</summary>
    Expired,
}
