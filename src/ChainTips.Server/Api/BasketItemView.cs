using System.Globalization;
using ChainTips.PaymentRequests;
using ChainTips.Tips;

namespace ChainTips.Server.Api;

/// <summary>An item of a basket: a payment request of its own, which can also be paid alone.</summary>
/// <param name="Id">Its id; <c>GET /v1/payment-requests/{id}</c> tells all of it.</param>
/// <param name="Creator">The creator that is paid.</param>
/// <param name="Post">The post that is paid for; null when it is for the creator alone.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Amount">How much is asked for, in base units.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Exceptions">What is out of the ordinary with it.</param>
/// <param name="Received">What was received, in base units.</param>
/// <param name="Missing">What is missing.</param>
/// <param name="PaymentReference">What a payment for it names on the chain.</param>
/// <param name="Url">The page on which it is paid alone.</param>
internal sealed record BasketItemView(
    string Id, string Creator, string? Post, string Description, string Amount, string Status, IReadOnlyList<string> Exceptions, string Received,
    string Missing, string PaymentReference, string Url)
{
    public static BasketItemView Of(PaymentRequest request, PaymentRequestState state, PublicUrl links) => new(
        request.Id.ToString(),
        request.CreatorId.ToString(),
        request.PostId?.ToString(),
        request.Description,
        Digits(request.Amount.Asked),
        PaymentRequestView.NameOf(state.Status),
        PaymentRequestView.NamesOf(state.Exceptions),
        Digits(state.Received),
        Digits(state.MissingOf(request.Amount)),
        request.Reference.Value.ToString(),
        links.ToPage(request.Id));

    private static string Digits(UInt128 baseUnits) => baseUnits.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A payee who could not be paid by a call of the tipping contract: the money is with the payer.</summary>
/// <param name="Payee">The payee.</param>
/// <param name="Amount">What was meant for the payee, in base units.</param>
/// <param name="PaymentReference">What for.</param>
/// <param name="TransactionHash">The transaction.</param>
/// <param name="Explanation">The same as a sentence.</param>
internal sealed record FailedPayeeView(string Payee, string Amount, string PaymentReference, string TransactionHash, string Explanation)
{
    public static FailedPayeeView Of(RefusedTip failed)
    {
        TipSent stated = failed.Stated ?? throw new ArgumentException($"The failure at {failed.Location} states nothing.", nameof(failed));
        return new FailedPayeeView(
            stated.Payee.ToString(), stated.Amount.ToString(), stated.PaymentReference.ToString(), failed.Location.TransactionHash.ToString(), failed.Explanation);
    }
}
