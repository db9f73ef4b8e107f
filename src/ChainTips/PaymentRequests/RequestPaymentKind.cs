namespace ChainTips.PaymentRequests;

/// <summary>Which way the money of a payment request went.</summary>
public enum RequestPaymentKind
{
    /// <summary>To the payee.</summary>
    Payment,

    /// <summary>Back to a payer.</summary>
    Refund,
}
