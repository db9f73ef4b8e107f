namespace ChainTips.PaymentRequests;

/// <summary>What a request's state depends on in one of its payments.</summary>
/// <param name="IsLive">Whether it is on the chain; false once its block was reverted.</param>
/// <param name="IsSettled">Whether it is final.</param>
/// <param name="BlockTime">The time of its block.</param>
public sealed record RequestPayment(bool IsLive, bool IsSettled, DateTimeOffset BlockTime);
