namespace ChainTips.PaymentRequests;

/// <summary>Where a request stands and what is out of the ordinary: a function of the payments seen, never stored beside them.</summary>
/// <param name="Status">Where it stands.</param>
/// <param name="Exception">What is out of the ordinary.</param>
public sealed record PaymentRequestState(PaymentRequestStatus Status, PaymentRequestException Exception)
{
    /// <summary>The state that these payments make.</summary>
    /// <param name="request">The request.</param>
    /// <param name="payments">Every payment that was ever matched to it.</param>
    /// <param name="chainTime">The time of the chain's newest block, null if unknown: while the head is stale, nothing expires.</param>
    public static PaymentRequestState Of(
        PaymentRequest request, IReadOnlyList<RequestPayment> payments, DateTimeOffset? chainTime)
    {
        RequestPayment[] live = [.. payments.Where(payment => payment.IsLive)];
        if (live.Length == 0)
        {
            return new PaymentRequestState(
                chainTime >= request.ExpiresAt ? PaymentRequestStatus.Expired : PaymentRequestStatus.Open,
                payments.Count > 0 ? PaymentRequestException.Reverted : PaymentRequestException.None);
        }

        bool isDuplicate = live.Length > 1 && request.Amount is AskedAmount.Fixed;
        bool isLate = live.Any(payment => payment.BlockTime >= request.ExpiresAt);
        return new PaymentRequestState(
            live.All(payment => payment.IsSettled) ? PaymentRequestStatus.Settled : PaymentRequestStatus.Pending,
            isDuplicate ? PaymentRequestException.Duplicate : isLate ? PaymentRequestException.Late : PaymentRequestException.None);
    }
}
