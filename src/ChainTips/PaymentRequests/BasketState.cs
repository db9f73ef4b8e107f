namespace ChainTips.PaymentRequests;

/// <summary>Where a basket stands as a whole: what its items come to.</summary>
/// <remarks>Each item is a request of its own, with its own state; nothing about a basket is kept beside them but that it was taken back.</remarks>
public static class BasketState
{
    /// <summary>The state that the items make.</summary>
    /// <param name="items">The states of the items; at least one.</param>
    /// <param name="isCancelled">Whether the basket was taken back.</param>
    public static PaymentRequestState Of(IReadOnlyCollection<PaymentRequestState> items, bool isCancelled)
    {
        PaymentRequestExceptions exceptions = items.Aggregate(PaymentRequestExceptions.None, (all, item) => all | item.Exceptions);
        UInt128 received = SumOf(items, item => item.Received);
        if (received > 0 && items.Any(item => item.IsPayable))
        {
            exceptions |= PaymentRequestExceptions.Underpaid;
        }

        return new PaymentRequestState(
            isCancelled ? PaymentRequestStatus.Cancelled : StatusOf(items), exceptions, received, SumOf(items, item => item.Refunded));
    }

    /// <remarks>A basket is as far as its last item; what was taken back of it does not count unless all was.</remarks>
    private static PaymentRequestStatus StatusOf(IReadOnlyCollection<PaymentRequestState> items)
    {
        PaymentRequestStatus[] wanted = [.. items.Select(item => item.Status).Where(status => status != PaymentRequestStatus.Cancelled)];
        return wanted.Length == 0 ? PaymentRequestStatus.Cancelled
            : wanted.Contains(PaymentRequestStatus.Open) ? PaymentRequestStatus.Open
            : wanted.Contains(PaymentRequestStatus.Expired) ? PaymentRequestStatus.Expired
            : wanted.Min();
    }

    private static UInt128 SumOf(IEnumerable<PaymentRequestState> items, Func<PaymentRequestState, UInt128> amount) =>
        items.Select(amount).Aggregate(UInt128.Zero, (sum, part) => part > UInt128.MaxValue - sum ? UInt128.MaxValue : sum + part);
}
