namespace ChainTips.PaymentRequests;

/// <summary>What a payment request is for.</summary>
public enum PaymentRequestKind
{
    /// <summary>A gratuity, of a fixed or of an open amount.</summary>
    Tip = 1,

    /// <summary>A fixed price that opens something: content, premium, reading without advertisements.</summary>
    Unlock = 2,

    /// <summary>Several payees at once.</summary>
    Basket = 3,

    /// <summary>A payment in the other direction: a payee pays back.</summary>
    Refund = 4,
}
