namespace ChainTips.PaymentRequests;

/// <summary>A payment request with what became of it.</summary>
/// <param name="Request">The terms.</param>
/// <param name="Facts">What became of it.</param>
public sealed record TrackedRequest(PaymentRequest Request, RequestFacts Facts)
{
    /// <summary>Where it stands.</summary>
    /// <param name="finality">How final a payment must be to count as paid.</param>
    public PaymentRequestState StateBy(FinalityByAmount finality) => PaymentRequestState.Of(Request, Facts, finality);
}
