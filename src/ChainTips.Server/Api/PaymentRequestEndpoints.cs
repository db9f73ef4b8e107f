using ChainTips.Identity;
using ChainTips.PaymentRequests;
using ChainTips.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ChainTips.Server.Api;

/// <summary><c>/v1/payment-requests</c>: asks with a link that a payer opens.</summary>
internal static class PaymentRequestEndpoints
{
    public static void Map(RouteGroupBuilder v1)
    {
        RouteGroupBuilder requests = v1.MapGroup("/payment-requests").WithTags("Payment requests").NeedsKey();
        requests.MapPost("/", CreateAsync).WithSummary("Ask for a payment").CreatesOnce<PaymentRequestView>().Answers(503);
        requests.MapGet("/", ListAsync).WithSummary("List payment requests").Answers(400);
        requests.MapGet("/{id}", ReadAsync).WithSummary("Read a payment request").Answers(404);
        requests.MapPost("/{id}/cancel", CancelAsync).WithSummary("Take a payment request back").Answers(404, 409);
    }

    private static Task<ContentHttpResult> CreateAsync(
        HttpContext http, Caller caller, NewPaymentRequest body, IdempotentWriter writer, PaymentRequestFactory factory, BasketFactory baskets, [AsParameters] RequestReading reading) =>
        writer.CreateAsync(http, caller, async (transaction, cancellationToken) =>
        {
            IReadOnlyList<PaymentRequest> requests = body.Items is null
                ? [await factory.CreateAsync(transaction, caller, body, cancellationToken)]
                : await baskets.CreateAsync(transaction, caller, body, cancellationToken);
            foreach (PaymentRequest request in requests)
            {
                await transaction.PaymentRequests.AddAsync(request, cancellationToken);
            }

            return await reading.ViewAsync(transaction, http, new TrackedRequest(requests[0], RequestFacts.None), cancellationToken);
        });

    private static async Task<ListView<PaymentRequestView>> ListAsync(
        HttpContext http, Caller caller, string? limit, string? after, [AsParameters] RequestReading reading, CancellationToken cancellationToken)
    {
        await using IGatewayTransaction transaction = await reading.Database.BeginReadAsync(cancellationToken);
        Page<TrackedRequest> page = await transaction.PaymentRequests.ListAsync(
            caller.PlatformId, RequestReader.ReadPage<PaymentRequest>(limit, after), cancellationToken);
        List<PaymentRequestView> views = [];
        foreach (TrackedRequest tracked in page.Items)
        {
            views.Add(await reading.ViewAsync(transaction, http, tracked, cancellationToken));
        }

        return new ListView<PaymentRequestView>(views, page.HasMore, page.HasMore ? views[^1].Id : null);
    }

    private static async Task<PaymentRequestView> ReadAsync(
        HttpContext http, Caller caller, string id, [AsParameters] RequestReading reading, CancellationToken cancellationToken)
    {
        await using IGatewayTransaction transaction = await reading.Database.BeginReadAsync(cancellationToken);
        return await reading.ViewAsync(transaction, http, await DemandAsync(transaction, caller, id, cancellationToken), cancellationToken);
    }

    /// <summary>Takes a request back; a second time changes nothing. It needs no idempotency key for that.</summary>
    private static async Task<PaymentRequestView> CancelAsync(
        HttpContext http, Caller caller, string id, [AsParameters] RequestReading reading, TimeProvider clock)
    {
        CancellationToken cancellationToken = http.RequestAborted;
        await using IGatewayTransaction transaction = await reading.Database.BeginAsync(cancellationToken);
        TrackedRequest tracked = await DemandAsync(transaction, caller, id, cancellationToken);
        if (tracked.Facts.Cancellation is not null)
        {
            return await reading.ViewAsync(transaction, http, tracked, cancellationToken);
        }

        DemandUnpaid(tracked.Request.Id, (await reading.StateAsync(transaction, tracked, cancellationToken)).Status);
        await transaction.PaymentRequests.CancelAsync(tracked.Request.Id, clock.GetUtcNow(), cancellationToken);
        await CancelItemsAsync(transaction, tracked.Request, reading, clock, cancellationToken);
        TrackedRequest cancelled = await DemandAsync(transaction, caller, id, cancellationToken);
        PaymentRequestView view = await reading.ViewAsync(transaction, http, cancelled, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return view;
    }

    /// <summary>Takes the items of a basket back that are not paid.</summary>
    private static async Task CancelItemsAsync(
        IGatewayTransaction transaction, PaymentRequest basket, RequestReading reading, TimeProvider clock, CancellationToken cancellationToken)
    {
        IReadOnlyList<TrackedRequest> items = basket.Kind == PaymentRequestKind.Basket
            ? await transaction.PaymentRequests.ListItemsAsync(basket.Id, cancellationToken)
            : [];
        foreach (TrackedRequest item in items.Where(item => item.Facts.Cancellation is null && item.StateBy(reading.Finality).IsPayable))
        {
            await transaction.PaymentRequests.CancelAsync(item.Request.Id, clock.GetUtcNow(), cancellationToken);
        }
    }

    private static void DemandUnpaid(Id<PaymentRequest> id, PaymentRequestStatus status)
    {
        switch (status)
        {
            case PaymentRequestStatus.Pending:
                throw new ApiProblem(
                    409, "payment_request_pending", $"The payment of {id} was seen on the chain and is becoming final, so it cannot be cancelled. Wait until it is paid, or open again after a reorg.");
            case PaymentRequestStatus.Paid or PaymentRequestStatus.Settled:
                throw new ApiProblem(
                    409, "payment_request_paid", $"{id} is paid, so it cannot be cancelled. If you do not deliver, agree with the creator to give the money back.");
            default:
                break;
        }
    }

    /// <summary>A request of the caller's platform.</summary>
    /// <exception cref="ApiProblem">There is none with this id.</exception>
    public static async Task<TrackedRequest> DemandAsync(
        IGatewayTransaction transaction, Caller caller, string? id, CancellationToken cancellationToken)
    {
        Id<PaymentRequest> requestId = RequestReader.ReadId<PaymentRequest>(id, "payment_request_unknown", "payment request");
        TrackedRequest? tracked = await transaction.PaymentRequests.FindAsync(requestId, cancellationToken);
        return tracked is not null && tracked.Request.PlatformId == caller.PlatformId
            ? tracked
            : throw RequestReader.Missing(requestId, "payment_request_unknown", "payment request");
    }
}
