using System.Diagnostics;
using static ChainTips.Relaying.RelayFact;
using static ChainTips.Relaying.RelayStatus;

namespace ChainTips.Relaying;

/// <summary>The one table of what a fact does to a relay: every status with every fact. <c>docs/relaying.md</c> is printed from it.</summary>
/// <remarks>
/// Two rules run through it: whoever brought the payment to the chain, the payer has paid, so a payment that is seen counts in every
/// status; and only a final block or the end of its time ends a relay that was not refused.
/// </remarks>
public static class RelayStateTable
{
    private const string NotAllotted = "it is in no transaction";
    private const string AllottedAlready = "it is in a transaction already";
    private const string PaidAlready = "its payment was seen";
    private const string FinalAlready = "its payment is final, and a final block never leaves the chain";
    private const string Over = "it is over";
    private const string NothingSeen = "no payment was seen";

    /// <summary>Each fact with where it leads from each status, in the order of <see cref="RelayStatus"/>.</summary>
    private static readonly Row[] Rows =
    [
        new(Allotted, Queued, AllottedAlready, AllottedAlready, PaidAlready, FinalAlready, Over, Over),
        new(Broadcast, NotAllotted, Sent, Sent, Mined, Settled, Failed, Expired),
        new(PaymentSeen, Mined, Mined, Mined, Mined, Settled, Mined, Mined),
        new(PaymentFinal, Settled, Settled, Settled, Settled, Settled, Settled, Settled),
        new(PaymentLeft, NothingSeen, NothingSeen, NothingSeen, Sent, FinalAlready, NothingSeen, NothingSeen),
        new(ForeignPaymentLeft, NothingSeen, NothingSeen, NothingSeen, Accepted, FinalAlready, NothingSeen, NothingSeen),
        new(TransactionSpent, NotAllotted, Accepted, Accepted, Mined, Settled, Failed, Expired),
        new(Refused, Failed, Failed, Failed, PaidAlready, FinalAlready, Failed, Expired),
        new(WindowClosed, Expired, Expired, Expired, PaidAlready, FinalAlready, Failed, Expired),
    ];

    /// <summary>What a fact does in a status.</summary>
    public static RelayTransition Find(RelayStatus status, RelayFact fact)
    {
        Cell cell = Rows[(int)fact].Cells[(int)status];
        return cell.Status is RelayStatus next ? new RelayTransition.Leads(next) : new RelayTransition.Impossible(cell.Reason!);
    }

    /// <summary>Where a fact leads from a status that it can happen in.</summary>
    /// <exception cref="InvalidOperationException">It cannot; the message says why.</exception>
    public static RelayStatus Demand(RelayStatus status, RelayFact fact) => Find(status, fact) switch
    {
        RelayTransition.Leads to => to.Status,
        RelayTransition.Impossible impossible => throw new InvalidOperationException(
            $"{fact} cannot happen to a relay that is {status}: {impossible.Reason}. The rows of the relay contradict themselves; report it, and nothing was written."),
        _ => throw new UnreachableException(),
    };

    /// <summary>Whether a fact can happen in a status.</summary>
    public static bool Allows(RelayStatus status, RelayFact fact) => Find(status, fact) is RelayTransition.Leads;

    /// <summary>Where a fact leads from one status, or why it cannot happen in it.</summary>
    private sealed record Cell(RelayStatus? Status, string? Reason)
    {
        public static implicit operator Cell(RelayStatus status) => new(status, null);

        public static implicit operator Cell(string reason) => new(null, reason);
    }

    private sealed record Row(RelayFact Fact, params Cell[] Cells);
}
