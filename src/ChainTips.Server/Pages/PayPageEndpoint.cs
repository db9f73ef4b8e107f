using ChainTips.Identity;
using ChainTips.Ledger;
using ChainTips.PaymentRequests;
using ChainTips.Posts;
using ChainTips.Receipts;
using ChainTips.Server.Api;
using ChainTips.Server.Configuration;
using ChainTips.Server.Following;
using ChainTips.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ChainTips.Server.Pages;

/// <summary><c>/pay/{request}</c>: what a payment-request link opens. It is made on the server and needs no script.</summary>
internal static class PayPageEndpoint
{
    private const string ContentSecurityPolicy =
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/pay/{id}", ReadAsync).ExcludeFromDescription();

    private static async Task<RazorComponentResult> ReadAsync(
        HttpContext http, string id, string? amount, [AsParameters] Books books, CancellationToken cancellationToken)
    {
        Id<PaymentRequest> requestId = RequestReader.ReadId<PaymentRequest>(id, "payment_request_unknown", "payment request");
        await using IGatewayTransaction transaction = await books.Database.BeginReadAsync(cancellationToken);
        TrackedRequest tracked = await transaction.PaymentRequests.FindAsync(requestId, cancellationToken)
            ?? throw ApiProblem.NotFound("payment_request_unknown", $"There is no payment request '{requestId}'. Ask whoever sent you the link for a new one.");
        PaymentRequest request = tracked.Request;
        Creator creator = await transaction.Posts.FindCreatorAsync(request.PlatformId, request.CreatorId, cancellationToken)
            ?? throw new InvalidOperationException($"The creator {request.CreatorId} of request {request.Id} is missing.");
        PublicUrl links = PublicUrl.Of(http, books.Configuration);
        string? receipt = await FindReceiptAsync(transaction, tracked, links, cancellationToken);
        SetHeaders(http.Response.Headers);
        PayPageModel model = PayPageModel.Of(
            tracked, creator, books.Chains.SettingsOf(request.Token), links.ToPage(request.Id), amount, receipt);
        return new RazorComponentResult<PayPage>(new { Model = model });
    }

    private static async Task<string?> FindReceiptAsync(
        IGatewayTransaction transaction, TrackedRequest tracked, PublicUrl links, CancellationToken cancellationToken)
    {
        if (tracked.State.Status != PaymentRequestStatus.Settled)
        {
            return null;
        }

        PaymentFilter filter = new(tracked.Request.PlatformId, null, null, tracked.Request.Id);
        Page<BookedPayment> payments = await transaction.Ledger.ListPaymentsAsync(filter, new PageRequest<Payment>(1, null), cancellationToken);
        Id<Receipt>? id = await transaction.Receipts.FindIdAsync(payments.Items[0].Payment.Id, cancellationToken);
        return id is null ? null : links.ToReceipt(id.Value.ToString());
    }

    private static void SetHeaders(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "no-referrer";
        headers.XContentTypeOptions = "nosniff";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
    }

    /// <summary>What the page is made from.</summary>
    internal sealed record Books(IGatewayDatabase Database, FollowedChains Chains, GatewayConfiguration Configuration);
}
