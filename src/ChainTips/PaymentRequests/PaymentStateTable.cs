using static ChainTips.PaymentRequests.PaymentFact;
using static ChainTips.PaymentRequests.PaymentRequestExceptions;
using static ChainTips.PaymentRequests.PaymentRequestStatus;

namespace ChainTips.PaymentRequests;

/// <summary>The one table of what a fact does to a payment request: every status with every fact.</summary>
/// <remarks>
/// <see cref="PaymentRequestHistory"/> runs it, and <c>docs/payment-states.md</c> is printed from it. A pair that cannot happen is
/// there too, with the reason. Two rules run through it: once enough was seen, only a block that leaves the chain takes the
/// status back; and once a request is cancelled, nothing changes the status.
/// </remarks>
public static class PaymentStateTable
{
    private const string NotEnoughYet = "less than enough was seen, or the request would be pending";
    private const string EnoughAlready = "enough was seen already, so the payment is a further one";
    private const string NotTooMuchYet = "less than enough was seen, so nothing is too much";
    private const string CountsFirst = "what is final counts as paid first, whatever the amount";
    private const string CountsAlready = "it counts as paid already";
    private const string ExpiresFirst = "the expiry or the cancellation comes first, and the request is open no more";
    private const string NeverLeaves = "a final block never leaves the chain; the gateway stops rather than believe that it did";
    private const string FinalAlready = "it is final already";
    private const string HappensOnce = "it happens once";

    /// <summary>Each fact with what it raises and clears, and where it leads from each status in the order of <see cref="PaymentRequestStatus"/>.</summary>
    /// <remarks>What the payment that left had raised, goes with it: <see cref="PaymentRequestHistory"/> sees to that.</remarks>
    private static readonly Row[] Rows =
    [
        new(ExpiryPassed, None, None, Expired, Pending, Paid, Settled, HappensOnce, Cancelled),
        new(RequestCancelled, None, None, Cancelled, Afterwards, Afterwards, Afterwards, Cancelled, HappensOnce),
        new(LateSeen, Late, None, ExpiresFirst, Pending, Paid, Settled, Expired, Cancelled),
        new(WrongTokenSeen, WrongToken, None, Open, Pending, Paid, Settled, Expired, Cancelled),
        new(PartSeen, Underpaid, None, Open, EnoughAlready, EnoughAlready, EnoughAlready, Expired, Cancelled),
        new(EnoughSeen, None, Underpaid | Reverted, Pending, EnoughAlready, EnoughAlready, EnoughAlready, Pending, Cancelled),
        new(FurtherSeen, None, None, NotEnoughYet, Pending, Paid, Settled, NotEnoughYet, Cancelled),
        new(DuplicateSeen, Duplicate, None, NotEnoughYet, Pending, Paid, Settled, NotEnoughYet, Cancelled),
        new(TooMuchSeen, Overpaid, None, NotEnoughYet, Pending, Paid, Settled, NotEnoughYet, Cancelled),
        new(EnoughCounts, None, None, NotEnoughYet, Paid, CountsAlready, CountsAlready, NotEnoughYet, Cancelled),
        new(EnoughFinal, None, None, NotEnoughYet, CountsFirst, Settled, FinalAlready, NotEnoughYet, Cancelled),
        new(NeededReverted, Reverted, None, Open, Open, Open, NeverLeaves, Expired, Cancelled),
        new(SurplusReverted, None, None, Open, Pending, Paid, Settled, Expired, Cancelled),
        new(RefundSeen, Refunded, None, Open, Pending, Paid, Settled, Expired, Cancelled),
        new(SurplusRefunded, Refunded, Overpaid, NotTooMuchYet, Pending, Paid, Settled, NotTooMuchYet, Cancelled),
        new(EverythingRefunded, Refunded, Underpaid | Overpaid, Open, Pending, Paid, Settled, Expired, Cancelled),
        new(RefundReverted, None, None, Open, Pending, Paid, Settled, Expired, Cancelled),
    ];

    /// <summary>
    /// The platform cancelled while less than enough was seen, and then a reorg or a token that was read later put a payment before
    /// the cancellation: the request stays cancelled, and the money is late all the same.
    /// </summary>
    private static Cell Afterwards => new(Cancelled, Late, null);

    /// <summary>What a fact does in a status.</summary>
    public static PaymentTransition Find(PaymentRequestStatus status, PaymentFact fact)
    {
        Row row = Rows[(int)fact];
        Cell cell = row.Cells[(int)status];
        return cell.Status is PaymentRequestStatus next
            ? new PaymentTransition.Leads(next, row.Raises | cell.Raises, row.Clears)
            : new PaymentTransition.Impossible(cell.Reason!);
    }

    /// <summary>What a fact does in a status that it can happen in.</summary>
    /// <exception cref="InvalidOperationException">It cannot; the message says why.</exception>
    public static PaymentTransition.Leads Demand(PaymentRequestStatus status, PaymentFact fact) => Find(status, fact) switch
    {
        PaymentTransition.Leads to => to,
        PaymentTransition.Impossible impossible => throw new InvalidOperationException(
            $"{fact} cannot happen to a payment request that is {status}: {impossible.Reason}. The books contradict themselves; run 'chaintips audit'."),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>Where a fact leads from one status, or why it cannot happen in it.</summary>
    private sealed record Cell(PaymentRequestStatus? Status, PaymentRequestExceptions Raises, string? Reason)
    {
        public static implicit operator Cell(PaymentRequestStatus status) => new(status, None, null);

        public static implicit operator Cell(string reason) => new(null, None, reason);
    }

    private sealed record Row(PaymentFact Fact, PaymentRequestExceptions Raises, PaymentRequestExceptions Clears, params Cell[] Cells);
}
