using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using ChainTips.Matching;
using ChainTips.PaymentRequests;

namespace ChainTips.Tests.PaymentRequests;

/// <summary>Prints <c>docs/payment-states.md</c>: the meanings from the code's own comments, the table from the code's own table.</summary>
internal static class PaymentStatesDocument
{
    private const string Head = """
        # Every state that a payment can be in, and what to do

        This page is printed from the code (`PaymentStateTable`, which the gateway runs) by a test; change it there.

        A payment request has one `status`, and a list of `exceptions`, of which several may hold at once: a payment can be too late and too much. Neither is stored. Both are made anew from the books and the
        time of the chain whenever somebody looks, so they cannot disagree with them ([why](adr/0003-request-state-is-derived.md)).

        **Money that arrives is never refused for being late, too little or too much, or in another allowed token**: the payee has it already. It is credited, and the request says what is odd about it. What is
        not credited at all, such as a payment to somebody else, is in [the inbox](operations/refused-tips.md) with the reason.


        """;

    private const string Rules = """
        ## How much is enough

        All payments on the chain in the token that is asked for are summed up, less what was given back. A fixed `amount` may have a `tolerance`: so much of it may be missing (nothing, unless said). With an open
        amount, `minimum` is enough, and more than `maximum` is too much. `missing` says how much of what was asked for is still wanted; the page and its wallet links ask for just that. Once enough was seen,
        later payments and refunds do not take the status back. A payment in another token counts for nothing of it.

        ## Giving money back

        The gateway holds no money, so it cannot give any back: the payee does. `POST /v1/payments/{id}/refunds` asks him to, with a link of its own, for a payment that is settled, and never for more than was
        received with it. The refund is a payment request in the other direction, with the states of this page; when the money is seen on the chain, both know it.

        ## When it counts as paid

        `paid` comes when everything that was needed for enough is as final as the sum demands: small sums when seen, larger ones when safe, the rest when final. Without such a rule everything must be final, and
        `paid` and `settled` come together. *Safe* is what the node's `safe` tag says; on a chain without it, only seen and final are told apart. What was not needed, such as a duplicate, is not waited for.

        ## When it expires, and when it is cancelled

        The time of the chain's newest block decides, not a clock: while a chain stands still, nothing expires. A block of exactly the expiry is late. The expiry is a day after the request was made, unless said.
        `POST /v1/payment-requests/{id}/cancel` takes a request back, at any time before enough was seen; a second time changes nothing. A request that is `pending`, `paid` or `settled` is not cancelled: the
        answer is 409. What stands in a block after the one that was the newest then, is late.


        """;

    private const string Remarks = """

        - *request_cancelled* comes to a request that is `pending`, `paid` or `settled` only when a reorg, or a token that was allowed and read later, put a payment before a cancellation that knew nothing of
          it: the API refuses to cancel what it sees paid. Nothing brings a cancelled request back.
        - *needed_reverted* leads to `open`, and what remains on the chain is counted anew: another payment can make it `pending` at once, and an expiry that has passed `expired`.


        """;

    private const string Payments = """
        ## A single payment

        | status | what it means | what to do |
        | --- | --- | --- |
        | `pending` | it stands in a block that can still leave the chain | wait |
        | `settled` | its block is final; it has a receipt | keep the receipt |
        | `voided` | its block left the chain; it counts for nothing | look at the payer's wallet: mined again, it is pending again, under the same id |
        | refused | it is no payment of a request or post here, and credited to nobody | [the inbox](operations/refused-tips.md) says why, and what to do |

        What the transfer was:


        """;

    private const string Kinds = """

        A refused or doubtful transfer has two ways out: its payer claims it with a signature (`POST /v1/payment-requests/{id}/claims`), or the platform decides (`POST /v1/inbox/{chainId}/{transactionHash}/{position}/assign`
        or `/dismiss`).

        """;

    private static readonly PaymentKind[] PaymentKinds = Enum.GetValues<PaymentKind>();

    private static readonly XDocument Comments = XDocument.Load(Path.ChangeExtension(typeof(PaymentStateTable).Assembly.Location, ".xml"));

    private static readonly PaymentRequestStatus[] Statuses = Enum.GetValues<PaymentRequestStatus>();

    /// <summary>The whole document.</summary>
    public static string Print()
    {
        StringBuilder page = new(Head);
        AppendStates(page, "status", "Where a request stands", Statuses, WhatToDo.About);
        AppendStates(
            page, "exception", "What is out of the ordinary",
            Enum.GetValues<PaymentRequestExceptions>().Where(one => one != PaymentRequestExceptions.None), WhatToDo.About);
        page.Append(Rules);
        AppendFacts(page);
        AppendTable(page);
        page.Append(Payments);
        AppendKinds(page);
        return page.Append(Kinds).ToString();
    }

    private static void AppendKinds(StringBuilder page)
    {
        page.Append("| kind | what it means | counts as received by the request |\n| --- | --- | --- |\n");
        foreach (PaymentKind kind in PaymentKinds)
        {
            string counts = kind switch
            {
                PaymentKind.Payment or PaymentKind.Deposit or PaymentKind.Assignment => "yes",
                PaymentKind.Delivery => "no: its deposit does",
                PaymentKind.Refund => "by the refund; it is taken off by the request whose payment it gives back",
                PaymentKind.Doubt => "no, until it is decided",
                _ => throw new System.Diagnostics.UnreachableException(),
            };
            page.Append(null, $"| {NameOf(kind)} | {MeaningOf(kind)} | {counts} |\n");
        }
    }

    private static void AppendStates<T>(StringBuilder page, string column, string title, IEnumerable<T> states, Func<T, WhatToDo> advise)
        where T : struct, Enum
    {
        page.Append(null, $"## {title}\n\n| {column} | what it means | the payer | the platform | the operator |\n| --- | --- | --- | --- | --- |\n");
        foreach (T state in states)
        {
            WhatToDo advice = advise(state);
            page.Append(null, $"| `{NameOf(state)}` | {MeaningOf(state)} | {advice.Payer} | {advice.Platform} | {advice.Operator} |\n");
        }

        page.Append('\n');
    }

    private static void AppendFacts(StringBuilder page)
    {
        page.Append("## What can happen\n\n| fact | what it means | exceptions that hold from then on | that hold no more |\n| --- | --- | --- | --- |\n");
        foreach (PaymentFact fact in Enum.GetValues<PaymentFact>())
        {
            PaymentTransition.Leads any = Statuses.Select(status => PaymentStateTable.Find(status, fact)).OfType<PaymentTransition.Leads>().First();
            string clears = fact is PaymentFact.NeededReverted or PaymentFact.SurplusReverted or PaymentFact.RefundReverted
                ? "those that it had brought"
                : NamesOf(any.Clears);
            page.Append(null, $"| {NameOf(fact)} | {MeaningOf(fact)} | {NamesOf(any.Raises)} | {clears} |\n");
        }

        page.Append('\n');
    }

    private static void AppendTable(StringBuilder page)
    {
        List<string> reasons = [];
        page.Append("## The table\n\nThe status after a fact, by the status before it. A number stands where the fact cannot happen, for the reason below.\n\n");
        page.Append(null, $"| fact | {string.Join(" | ", Statuses.Select(NameOf))} |\n|{string.Concat(Statuses.Select(_ => " --- |"))} --- |\n");
        foreach (PaymentFact fact in Enum.GetValues<PaymentFact>())
        {
            page.Append(null, $"| {NameOf(fact)} | {string.Join(" | ", Statuses.Select(status => CellOf(status, fact, reasons)))} |\n");
        }

        page.Append('\n');
        for (int i = 0; i < reasons.Count; i++)
        {
            page.Append(null, $"{i + 1}. {reasons[i]}\n");
        }

        page.Append(Remarks);
    }

    private static string CellOf(PaymentRequestStatus status, PaymentFact fact, List<string> reasons)
    {
        switch (PaymentStateTable.Find(status, fact))
        {
            case PaymentTransition.Leads to:
                PaymentRequestExceptions own = fact == PaymentFact.RequestCancelled ? to.Raises : PaymentRequestExceptions.None;
                return own == PaymentRequestExceptions.None ? NameOf(to.Status) : $"{NameOf(to.Status)}, {NamesOf(own)}";
            case PaymentTransition.Impossible impossible:
                if (!reasons.Contains(impossible.Reason))
                {
                    reasons.Add(impossible.Reason);
                }

                return $"({reasons.IndexOf(impossible.Reason) + 1})";
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>The summary of an enum's member, as the code has it.</summary>
    private static string MeaningOf<T>(T member)
        where T : struct, Enum
    {
        string name = $"F:{typeof(T).FullName}.{member}";
        XElement comment = Comments.Descendants("member").Single(one => one.Attribute("name")?.Value == name);
        return string.Join(' ', comment.Element("summary")!.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private static string NameOf<T>(T member)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(member.ToString());

    private static string NamesOf(PaymentRequestExceptions exceptions) => string.Join(
        ", ",
        Enum.GetValues<PaymentRequestExceptions>()
            .Where(one => one != PaymentRequestExceptions.None && exceptions.HasFlag(one))
            .Select(one => $"`{NameOf(one)}`"));
}
