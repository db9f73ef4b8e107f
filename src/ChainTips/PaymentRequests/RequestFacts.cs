namespace ChainTips.PaymentRequests;

/// <summary>Everything that a request's state depends on beside its terms.</summary>
/// <param name="Payments">Every payment and refund that was ever matched to it, in any order; one that left the chain and returned only as it stands now.</param>
/// <param name="Cancellation">That the platform took it back; null when it did not.</param>
/// <param name="ChainTime">The time of the chain's newest block, null if unknown: while the head is stale, nothing expires.</param>
public sealed record RequestFacts(IReadOnlyList<RequestPayment> Payments, Cancellation? Cancellation, DateTimeOffset? ChainTime)
{
    /// <summary>Of a request of which nothing is known yet.</summary>
    public static RequestFacts None { get; } = new([], null, null);
}
