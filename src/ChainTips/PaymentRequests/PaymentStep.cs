namespace ChainTips.PaymentRequests;

/// <summary>One step of a payment request: a fact, and where it led.</summary>
/// <param name="From">The status before.</param>
/// <param name="Fact">What happened.</param>
/// <param name="To">The status after.</param>
/// <param name="Exceptions">What was out of the ordinary after it.</param>
public sealed record PaymentStep(
    PaymentRequestStatus From, PaymentFact Fact, PaymentRequestStatus To, PaymentRequestExceptions Exceptions);
