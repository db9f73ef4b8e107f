namespace ChainTips.PaymentRequests;

/// <summary>Where a payment request stands.</summary>
public enum PaymentRequestStatus
{
    /// <summary>Less than enough was seen, and a payment is welcome.</summary>
    Open,

    /// <summary>Enough was seen, and is not as final yet as its amount demands: its block can still leave the chain.</summary>
    Pending,

    /// <summary>Enough was seen, and is as final as its amount demands: it counts as paid.</summary>
    Paid,

    /// <summary>Enough was seen, and every payment that was needed for it is final: nothing takes it back.</summary>
    Settled,

    /// <summary>Less than enough was seen until the chain's own time passed the expiry. A later payment is still credited, as late.</summary>
    Expired,

    /// <summary>The platform took the request back before enough was seen. A later payment is still credited, as late; nothing changes the status any more.</summary>
    Cancelled,
}
