namespace ChainTips.PaymentRequests;

/// <summary>Where a request stands and what is out of the ordinary: a function of what became of it, never stored beside that.</summary>
/// <param name="Status">Where it stands.</param>
/// <param name="Exceptions">What is out of the ordinary.</param>
/// <param name="Received">The sum of its payments on the chain, in base units of the token that is asked for; what exceeds 128 bits is left out.</param>
/// <param name="Refunded">The sum of its refunds on the chain, in the same way.</param>
public sealed record PaymentRequestState(
    PaymentRequestStatus Status, PaymentRequestExceptions Exceptions, UInt128 Received, UInt128 Refunded)
{
    /// <summary>The state of a new request.</summary>
    public static PaymentRequestState New { get; } = new(PaymentRequestStatus.Open, PaymentRequestExceptions.None, 0, 0);

    /// <summary>What was received and not given back.</summary>
    public UInt128 Held => Received > Refunded ? Received - Refunded : 0;

    /// <summary>The state that these facts make.</summary>
    /// <param name="request">The request.</param>
    /// <param name="facts">What became of it.</param>
    /// <param name="finality">How final a payment must be to count as paid.</param>
    public static PaymentRequestState Of(PaymentRequest request, RequestFacts facts, FinalityByAmount finality) =>
        PaymentRequestHistory.Of(request, facts, finality).State;

    /// <summary>Whether a payment is still wanted.</summary>
    public bool IsPayable => Status is PaymentRequestStatus.Open or PaymentRequestStatus.Expired;

    /// <summary>How much of what was asked for is missing, while less than enough was seen; 0 when no payment is wanted any more.</summary>
    public UInt128 MissingOf(AskedAmount amount) => IsPayable && Held < amount.Asked ? amount.Asked - Held : 0;

    /// <summary>How much more a payer may pay at most; 0 when no payment is wanted any more.</summary>
    public UInt128 RoomOf(AskedAmount amount) => IsPayable && Held < amount.Most ? amount.Most - Held : 0;
}
