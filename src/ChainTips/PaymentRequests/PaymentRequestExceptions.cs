namespace ChainTips.PaymentRequests;

/// <summary>What is out of the ordinary with a payment request, beside its status. Several may hold at once.</summary>
[Flags]
public enum PaymentRequestExceptions
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Something was received, and less than enough.</summary>
    Underpaid = 1,

    /// <summary>More was received than was asked for, and the rest was not given back.</summary>
    Overpaid = 2,

    /// <summary>A payment stands in a block of or after the expiry, or after the request was cancelled.</summary>
    Late = 4,

    /// <summary>After enough was seen of a fixed amount, another payment came.</summary>
    Duplicate = 8,

    /// <summary>A payment is in another token than the one that is asked for; it counts for nothing of the amount.</summary>
    WrongToken = 16,

    /// <summary>A payment that was needed left the chain, and enough has not been seen without it.</summary>
    Reverted = 32,

    /// <summary>Money was given back.</summary>
    Refunded = 64,
}
