using ChainTips.Identity;
using ChainTips.Ledger;
using ChainTips.PaymentRequests;
using ChainTips.Posts;
using ChainTips.Server.Http;
using Microsoft.AspNetCore.Mvc;

namespace ChainTips.Server.Api;

/// <summary><c>/v1/payments</c>: what was paid.</summary>
internal static class PaymentEndpoints
{
    public static void Map(RouteGroupBuilder v1)
    {
        RouteGroupBuilder payments = v1.MapGroup("/payments").WithTags("Payments").NeedsKey();
        payments.MapGet("/", ListAsync).WithSummary("List payments").Answers(400);
        payments.MapGet("/{id}", ReadAsync).WithSummary("Read a payment with the evidence of its match").Answers(404);
    }

    private static async Task<ListView<PaymentView>> ListAsync(
        Caller caller, [AsParameters] Query query, IGatewayDatabase database, CancellationToken cancellationToken)
    {
        PaymentFilter filter = new(
            caller.PlatformId,
            RequestReader.ReadFilter<Creator>(query.Creator, "creator"),
            RequestReader.ReadFilter<Post>(query.Post, "post"),
            RequestReader.ReadFilter<PaymentRequest>(query.PaymentRequest, "paymentRequest"));
        PageRequest<Payment> page = RequestReader.ReadPage<Payment>(query.Limit, query.After);
        await using IGatewayTransaction transaction = await database.BeginReadAsync(cancellationToken);
        Page<BookedPayment> found = await transaction.Ledger.ListPaymentsAsync(filter, page, cancellationToken);
        return ListView<PaymentView>.Of(
            found, PaymentView.Of, booked => booked.Payment.Id.ToString());
    }

    private static async Task<PaymentView> ReadAsync(
        Caller caller, string id, IGatewayDatabase database, CancellationToken cancellationToken)
    {
        Id<Payment> paymentId = RequestReader.ReadId<Payment>(id, "payment_unknown", "payment");
        await using IGatewayTransaction transaction = await database.BeginReadAsync(cancellationToken);
        BookedPayment booked = await transaction.Ledger.FindPaymentAsync(caller.PlatformId, paymentId, cancellationToken)
            ?? throw RequestReader.Missing(paymentId, "payment_unknown", "payment");
        return PaymentView.Of(booked);
    }

    /// <summary>Which payments are wanted.</summary>
    /// <param name="Creator">Only payments to this creator.</param>
    /// <param name="Post">Only payments for this post.</param>
    /// <param name="PaymentRequest">Only payments of this payment request.</param>
    /// <param name="Limit">How many at most, 1 to 100; 20 when left out.</param>
    /// <param name="After">The <c>next</c> of the page before.</param>
    internal sealed record Query(
        [FromQuery(Name = "creator")] string? Creator,
        [FromQuery(Name = "post")] string? Post,
        [FromQuery(Name = "paymentRequest")] string? PaymentRequest,
        [FromQuery(Name = "limit")] string? Limit,
        [FromQuery(Name = "after")] string? After);
}
