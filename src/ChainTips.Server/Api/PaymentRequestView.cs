using System.Globalization;
using System.Text.Json;
using ChainTips.Chain;
using ChainTips.PaymentRequests;

namespace ChainTips.Server.Api;

/// <summary>A payment request with where it stands.</summary>
/// <param name="Id">The request's id.</param>
/// <param name="Status"><c>open</c>, <c>pending</c>, <c>settled</c> or <c>expired</c>.</param>
/// <param name="Exception">What is out of the ordinary: <c>late</c>, <c>duplicate</c> or <c>reverted</c>; null when nothing is.</param>
/// <param name="Url">The page that a payer opens.</param>
/// <param name="Creator">The id of the creator that is paid.</param>
/// <param name="Post">The id of the post that is paid for; null when it is for the creator alone.</param>
/// <param name="Token">The token that is asked for.</param>
/// <param name="Amount">The amount that is asked for; null when the payer chooses.</param>
/// <param name="Minimum">The least that is accepted, when the payer chooses.</param>
/// <param name="Maximum">The most that is accepted, when the payer chooses.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Payee">Where the money goes.</param>
/// <param name="Router">The tipping contract.</param>
/// <param name="PaymentReference">What the payment names on the chain.</param>
/// <param name="Calls">The calls of the payer's wallet, in order; none when the payer chooses the amount.</param>
/// <param name="CreatedAt">When the request was made.</param>
/// <param name="ExpiresAt">From when on a payment is late.</param>
internal sealed record PaymentRequestView(
    string Id,
    string Status,
    string? Exception,
    string Url,
    string Creator,
    string? Post,
    TokenView Token,
    string? Amount,
    string? Minimum,
    string? Maximum,
    string Description,
    string Payee,
    string Router,
    string PaymentReference,
    IReadOnlyList<WalletCall> Calls,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt)
{
    /// <summary>The view of a request.</summary>
    public static PaymentRequestView Of(TrackedRequest tracked, ChainSettings settings, PublicUrl links)
    {
        PaymentRequest request = tracked.Request;
        AskedAmount.Open? open = request.Amount as AskedAmount.Open;
        UInt128? amount = (request.Amount as AskedAmount.Fixed)?.BaseUnits;
        return new PaymentRequestView(
            request.Id.ToString(),
            NameOf(tracked.State.Status),
            tracked.State.Exception == PaymentRequestException.None ? null : NameOf(tracked.State.Exception),
            links.ToPage(request.Id),
            request.CreatorId.ToString(),
            request.PostId?.ToString(),
            TokenView.Of(request.Token),
            Digits(amount),
            Digits(open?.Minimum),
            Digits(open?.Maximum),
            request.Description,
            request.Payee.ToString(),
            settings.Router.ToString(),
            request.Reference.Value.ToString(),
            amount is UInt128 units ? WalletCall.Of(request, units, settings) : [],
            request.CreatedAt,
            request.ExpiresAt);
    }

    /// <summary>How the API writes the name of a state.</summary>
    public static string NameOf<T>(T state)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(state.ToString());

    private static string? Digits(UInt128? baseUnits) => baseUnits?.ToString(CultureInfo.InvariantCulture);
}
