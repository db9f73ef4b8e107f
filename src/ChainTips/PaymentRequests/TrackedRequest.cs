namespace ChainTips.PaymentRequests;

/// <summary>A payment request with where it stands now.</summary>
/// <param name="Request">The terms.</param>
/// <param name="State">Where it stands.</param>
public sealed record TrackedRequest(PaymentRequest Request, PaymentRequestState State);
