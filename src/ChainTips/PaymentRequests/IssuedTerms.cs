namespace ChainTips.PaymentRequests;

/// <summary>Terms that were given out to be signed, and what they are for.</summary>
/// <param name="Terms">The terms.</param>
/// <param name="Request">The request that they pay.</param>
public sealed record IssuedTerms(PaymentTerms Terms, PaymentRequest Request);
