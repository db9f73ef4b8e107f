using ChainTips.Money;
using ChainTips.PaymentRequests;

namespace ChainTips.Server.Pages;

/// <summary>What the page of a payment request says to a payer of where it stands.</summary>
public static class PayPageText
{
    private const string AskForIt = "Ask whoever sent you here to give it back.";

    /// <summary>Where it stands, in a few words.</summary>
    public static string HeadlineOf(PaymentRequestStatus status) => status switch
    {
        PaymentRequestStatus.Open => "Waiting for payment",
        PaymentRequestStatus.Pending => "Payment seen, becoming final",
        PaymentRequestStatus.Paid => "Paid, becoming final",
        PaymentRequestStatus.Settled => "Paid",
        PaymentRequestStatus.Expired => "Expired; a payment would still arrive, as late",
        PaymentRequestStatus.Cancelled => "Cancelled; do not pay",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>A sentence for each thing that is out of the ordinary.</summary>
    public static IReadOnlyList<string> NotesOf(PaymentRequest request, PaymentRequestState state) =>
    [
        .. Enum.GetValues<PaymentRequestExceptions>()
            .Where(one => one != PaymentRequestExceptions.None && state.Exceptions.HasFlag(one))
            .Select(one => NoteOf(one, request, state)),
    ];

    private static string NoteOf(PaymentRequestExceptions exception, PaymentRequest request, PaymentRequestState state)
    {
        return exception switch
        {
            PaymentRequestExceptions.Underpaid => state.IsPayable
                ? $"{Show(state.Held)} was received; {Show(state.MissingOf(request.Amount))} is missing."
                : $"{Show(state.Held)} was received, less than was asked for. {AskForIt}",
            PaymentRequestExceptions.Overpaid => $"{Show(state.Held - request.Amount.Most)} more was received than was asked for. {AskForIt}",
            PaymentRequestExceptions.Late => state.Status == PaymentRequestStatus.Cancelled
                ? $"A payment came after the request was cancelled. {AskForIt}"
                : "A payment came after the request expired.",
            PaymentRequestExceptions.Duplicate => "It was paid more than once.",
            PaymentRequestExceptions.WrongToken =>
                $"A payment came in another token than {request.Token.Symbol}. It reached the creator, but does not count here.",
            PaymentRequestExceptions.Reverted =>
                "A payment left the chain. It may come back by itself; look at your wallet before you pay again.",
            PaymentRequestExceptions.Refunded => "Money was given back.",
            _ => throw new System.Diagnostics.UnreachableException(),
        };

        string Show(UInt128 baseUnits) => $"{new TokenAmount(baseUnits, request.Token).ToShortWholeTokens()} {request.Token.Symbol}";
    }
}
