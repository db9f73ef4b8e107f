using ChainTips.Identity;
using ChainTips.Ledger;
using ChainTips.Money;
using ChainTips.PaymentRequests;
using ChainTips.Posts;
using ChainTips.Receipts;
using ChainTips.Server.Api;
using ChainTips.Server.Configuration;
using ChainTips.Server.Following;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ChainTips.Server.Pages;

/// <summary><c>/pay/{request}</c>: what a payment-request link opens. It is made on the server and needs no script.</summary>
internal static class PayPageEndpoint
{
    private const string ContentSecurityPolicy =
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/pay/{id}", ReadAsync).ExcludeFromDescription();

    private static async Task<IResult> ReadAsync(
        HttpContext http, string id, string? amount, [AsParameters] Books books, CancellationToken cancellationToken)
    {
        SetHeaders(http.Response);
        await using IGatewayTransaction transaction = await books.Database.BeginReadAsync(cancellationToken);
        if (!Id<PaymentRequest>.TryParse(id, out Id<PaymentRequest> requestId)
            || await transaction.PaymentRequests.FindAsync(requestId, cancellationToken) is not TrackedRequest tracked)
        {
            return new RazorComponentResult<MissingPage> { StatusCode = StatusCodes.Status404NotFound };
        }

        PaymentRequest request = tracked.Request;
        Creator creator = await transaction.Posts.FindCreatorAsync(request.PlatformId, request.CreatorId, cancellationToken)
            ?? throw new InvalidOperationException($"The creator {request.CreatorId} of request {request.Id} is missing.");
        PublicUrl links = PublicUrl.Of(http, books.Configuration);
        IReadOnlyList<TrackedRequest> items = request.Kind == PaymentRequestKind.Basket
            ? await transaction.PaymentRequests.ListItemsAsync(request.Id, cancellationToken)
            : [];
        PaymentRequestState state = items.Count == 0
            ? tracked.StateBy(books.Finality)
            : BasketState.Of([.. items.Select(item => item.StateBy(books.Finality))], tracked.Facts.Cancellation is not null);
        string? receipt = state.Status == PaymentRequestStatus.Settled
            ? await FindReceiptAsync(transaction, request, links, cancellationToken)
            : null;
        PayPageModel model = PayPageModel.Of(
            new TrackedPage(request, state, creator, books.Chains.SettingsOf(request.Token), links.ToPage(request.Id))
            {
                Items = await ReadItemsAsync(transaction, items, books.Finality, links, cancellationToken),
            },
            amount,
            receipt);
        return new RazorComponentResult<PayPage>(new { Model = model });
    }

    private static async Task<IReadOnlyList<BasketItemOnPage>> ReadItemsAsync(
        IGatewayTransaction transaction, IReadOnlyList<TrackedRequest> items, FinalityByAmount finality, PublicUrl links, CancellationToken cancellationToken)
    {
        List<BasketItemOnPage> shown = [];
        foreach (TrackedRequest item in items)
        {
            PaymentRequest request = item.Request;
            Creator? creator = await transaction.Posts.FindCreatorAsync(request.PlatformId, request.CreatorId, cancellationToken);
            shown.Add(new BasketItemOnPage(
                creator?.Name ?? request.Payee.ToString(),
                request.Description,
                new TokenAmount(request.Amount.Asked, request.Token),
                PayPageText.HeadlineOf(item.StateBy(finality).Status),
                links.ToPage(request.Id)));
        }

        return shown;
    }

    private static async Task<string?> FindReceiptAsync(
        IGatewayTransaction transaction, PaymentRequest request, PublicUrl links, CancellationToken cancellationToken)
    {
        PaymentFilter filter = new(request.PlatformId, null, null, request.Id);
        Page<BookedPayment> payments = await transaction.Ledger.ListPaymentsAsync(filter, new PageRequest<Payment>(100, null), cancellationToken);

        // A newer payment may have been voided; the newest that counts is the one to show.
        Payment? settled = payments.Items.FirstOrDefault(booked => booked.State == EntryState.Settled)?.Payment;
        Id<Receipt>? id = settled is Payment paid ? await transaction.Receipts.FindIdAsync(paid.Id, cancellationToken) : null;
        return id is null ? null : links.ToReceipt(id.Value.ToString());
    }

    private static void SetHeaders(HttpResponse response)
    {
        IHeaderDictionary headers = response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "no-referrer";
        headers.XContentTypeOptions = "nosniff";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
        response.OnStarting(() =>
        {
            // The components' renderer announces a script that this page does not have.
            headers.Remove("blazor-enhanced-nav");
            return Task.CompletedTask;
        });
    }

    /// <summary>What the page is made from.</summary>
    internal sealed record Books(
        IGatewayDatabase Database, FollowedChains Chains, GatewayConfiguration Configuration, FinalityByAmount Finality);
}
