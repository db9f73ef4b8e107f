using ChainTips.Ethereum.Primitives;
using ChainTips.PaymentRequests;
using ChainTips.Server.Configuration;
using ChainTips.Server.Following;
using ChainTips.Tips;

namespace ChainTips.Server.Api;

/// <summary>What reading a request takes.</summary>
internal sealed record RequestReading(
    IGatewayDatabase Database, FollowedChains Chains, GatewayConfiguration Configuration, FinalityByAmount Finality)
{
    /// <summary>The view of a request, with the items of a basket, and with the payees who could not be paid.</summary>
    public async Task<PaymentRequestView> ViewAsync(
        IGatewayTransaction transaction, HttpContext http, TrackedRequest tracked, CancellationToken cancellationToken)
    {
        PaymentRequest request = tracked.Request;
        IReadOnlyList<TrackedRequest> items = request.Kind == PaymentRequestKind.Basket
            ? await transaction.PaymentRequests.ListItemsAsync(request.Id, cancellationToken)
            : [];
        Hash32[] references = request.Payees is null && request.Basket is null && items.Count == 0
            ? []
            : [request.Reference.Value, .. items.Select(item => item.Request.Reference.Value)];
        IReadOnlyList<RefusedTip> failures = await transaction.Inbox.ListFailuresAsync(references, cancellationToken);
        return PaymentRequestView.Of(
            tracked, items, failures, Finality, Chains.SettingsOf(request.Token), PublicUrl.Of(http, Configuration));
    }

    /// <summary>Where a request stands; a basket with its items.</summary>
    public async Task<PaymentRequestState> StateAsync(IGatewayTransaction transaction, TrackedRequest tracked, CancellationToken cancellationToken)
    {
        if (tracked.Request.Kind != PaymentRequestKind.Basket)
        {
            return tracked.StateBy(Finality);
        }

        IReadOnlyList<TrackedRequest> items = await transaction.PaymentRequests.ListItemsAsync(tracked.Request.Id, cancellationToken);
        return BasketState.Of([.. items.Select(item => item.StateBy(Finality))], tracked.Facts.Cancellation is not null);
    }
}
