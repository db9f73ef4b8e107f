namespace ChainTips.PaymentRequests;

/// <summary>What is out of the ordinary with a payment request, beside its status.</summary>
#pragma warning disable CA1711 // "Exception" is the merchants' word for it, not a .NET exception.
public enum PaymentRequestException
#pragma warning restore CA1711
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A payment was mined at or after the expiry.</summary>
    Late,

    /// <summary>A request for a fixed amount was paid more than once.</summary>
    Duplicate,

    /// <summary>The payment that was seen left the chain, and none has taken its place.</summary>
    Reverted,
}
