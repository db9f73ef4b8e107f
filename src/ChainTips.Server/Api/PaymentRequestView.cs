using System.Globalization;
using System.Text.Json;
using ChainTips.Chain;
using ChainTips.PaymentRequests;
using ChainTips.Tips;

namespace ChainTips.Server.Api;

/// <summary>A payment request with where it stands.</summary>
/// <param name="Id">The request's id.</param>
/// <param name="Kind"><c>tip</c>, <c>unlock</c> or <c>basket</c>.</param>
/// <param name="Status"><c>open</c>, <c>pending</c>, <c>paid</c>, <c>settled</c>, <c>expired</c> or <c>cancelled</c>.</param>
/// <param name="Exceptions">What is out of the ordinary, any of <c>underpaid</c>, <c>overpaid</c>, <c>late</c>, <c>duplicate</c>, <c>wrong_token</c>, <c>reverted</c> and <c>refunded</c>; often nothing.</param>
/// <param name="Received">What was received in the token that is asked for, in base units.</param>
/// <param name="Refunded">What of it was given back.</param>
/// <param name="Missing">What is missing of what is asked for; 0 once enough was seen, or when the request was cancelled.</param>
/// <param name="Url">The page that a payer opens.</param>
/// <param name="Creator">The id of the creator that is paid.</param>
/// <param name="Post">The id of the post that is paid for; null when it is for the creator alone.</param>
/// <param name="Token">The token that is asked for.</param>
/// <param name="Amount">The amount that is asked for; null when the payer chooses.</param>
/// <param name="Tolerance">How much of the amount may be missing.</param>
/// <param name="Minimum">The least that is accepted, when the payer chooses.</param>
/// <param name="Maximum">The most that is accepted, when the payer chooses.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Payee">Where the money goes; null when it is divided between the payees, and for a basket.</param>
/// <param name="Payees">Between whom the money is divided; none when all is the creator's.</param>
/// <param name="DepositAddress">
/// Where the money can simply be sent, from an exchange too: it can go to the payees alone from there. Null on a chain without a forwarder factory.
/// </param>
/// <param name="Sweep">The call that pays out what is at the deposit address, by anybody and as often as something arrived; null without one.</param>
/// <param name="Router">The tipping contract.</param>
/// <param name="PaymentReference">What the payment names on the chain.</param>
/// <param name="Calls">The calls of the payer's wallet for what is missing, in order; none when the payer chooses the amount, or when no payment is wanted any more.</param>
/// <param name="CreatedAt">When the request was made.</param>
/// <param name="ExpiresAt">From when on a payment is late.</param>
/// <param name="CancelledAt">When the platform took the request back; null when it did not.</param>
/// <param name="Basket">The basket that it is an item of; null for every other request.</param>
/// <param name="Items">The items of a basket, each with where it stands; none for every other request.</param>
/// <param name="Failures">The payees who could not be paid when several were paid at once: why something is missing.</param>
internal sealed record PaymentRequestView(
    string Id,
    string Kind,
    string Status,
    IReadOnlyList<string> Exceptions,
    string Received,
    string Refunded,
    string Missing,
    string Url,
    string Creator,
    string? Post,
    TokenView Token,
    string? Amount,
    string? Tolerance,
    string? Minimum,
    string? Maximum,
    string Description,
    string? Payee,
    IReadOnlyList<PayeeView> Payees,
    string? DepositAddress,
    WalletCall? Sweep,
    string Router,
    string PaymentReference,
    IReadOnlyList<WalletCall> Calls,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    DateTimeOffset? CancelledAt,
    string? Basket,
    IReadOnlyList<BasketItemView> Items,
    IReadOnlyList<FailedPayeeView> Failures)
{
    /// <summary>The view of a request.</summary>
    /// <param name="tracked">The request.</param>
    /// <param name="items">The items, when it is a basket.</param>
    /// <param name="failures">The payees who could not be paid.</param>
    /// <param name="finality">How final a payment must be to count as paid.</param>
    /// <param name="settings">The chain.</param>
    /// <param name="links">The links.</param>
    public static PaymentRequestView Of(
        TrackedRequest tracked,
        IReadOnlyList<TrackedRequest> items,
        IReadOnlyList<RefusedTip> failures,
        FinalityByAmount finality,
        ChainSettings settings,
        PublicUrl links)
    {
        PaymentRequest request = tracked.Request;
        AskedAmount.Open? open = request.Amount as AskedAmount.Open;
        AskedAmount.Fixed? amount = request.Amount as AskedAmount.Fixed;
        PlannedItem[] asked = [.. (items.Count == 0 ? [tracked] : items).Select(item => new PlannedItem(item.Request, item.StateBy(finality).MissingOf(item.Request.Amount)))];
        PaymentRequestState state = items.Count == 0
            ? tracked.StateBy(finality)
            : BasketState.Of([.. items.Select(item => item.StateBy(finality))], tracked.Facts.Cancellation is not null);
        UInt128 missing = asked.Aggregate(UInt128.Zero, (sum, item) => sum + item.BaseUnits);
        return new PaymentRequestView(
            request.Id.ToString(),
            NameOf(request.Kind),
            NameOf(state.Status),
            NamesOf(state.Exceptions),
            Digits(state.Received),
            Digits(state.Refunded),
            Digits(missing),
            links.ToPage(request.Id),
            request.CreatorId.ToString(),
            request.PostId?.ToString(),
            TokenView.Of(request.Token),
            amount is null ? null : Digits(amount.BaseUnits),
            amount is null ? null : Digits(amount.Tolerance),
            open is null ? null : Digits(open.Minimum),
            open is null ? null : Digits(open.Maximum),
            request.Description,
            request.Payees is null && items.Count == 0 ? request.Payee.ToString() : null,
            PayeeView.Of(request.Payees),
            request.DepositAddress?.ToString(),
            WalletCall.OfSweep(request, settings),
            settings.Router.ToString(),
            request.Reference.Value.ToString(),
            amount is not null && missing > 0 ? CallsOf(asked, settings) : [],
            request.CreatedAt,
            request.ExpiresAt,
            tracked.Facts.Cancellation?.At,
            request.Basket?.ToString(),
            [.. items.Select(item => BasketItemView.Of(item.Request, item.StateBy(finality), links))],
            [.. failures.Select(FailedPayeeView.Of)]);
    }

    private static IReadOnlyList<WalletCall> CallsOf(PlannedItem[] asked, ChainSettings settings) => asked is [PlannedItem only]
        ? WalletCall.Of(only.Request, only.BaseUnits, settings)
        : WalletCall.OfContract(asked[0].Request.Token, [.. asked.SelectMany(item => item.Request.PartsOf(item.BaseUnits))], settings);

    /// <summary>How the API writes the name of a state.</summary>
    public static string NameOf<T>(T state)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(state.ToString());

    /// <summary>How the API writes what is out of the ordinary.</summary>
    public static IReadOnlyList<string> NamesOf(PaymentRequestExceptions exceptions) =>
    [
        .. Enum.GetValues<PaymentRequestExceptions>()
            .Where(one => one != PaymentRequestExceptions.None && exceptions.HasFlag(one))
            .Select(NameOf),
    ];

    private static string Digits(UInt128 baseUnits) => baseUnits.ToString(CultureInfo.InvariantCulture);
}
