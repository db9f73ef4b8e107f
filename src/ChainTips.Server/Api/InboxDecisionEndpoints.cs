using ChainTips.Ledger;
using ChainTips.Matching;
using ChainTips.Posts;
using ChainTips.Server.Http;
using ChainTips.Tips;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ChainTips.Server.Api;

/// <summary><c>/v1/inbox/{chainId}/{transactionHash}/{position}</c>: the ways out of the inbox.</summary>
internal static class InboxDecisionEndpoints
{
    public static void Map(RouteGroupBuilder v1)
    {
        RouteGroupBuilder item = v1.MapGroup("/inbox/{chainId}/{transactionHash}/{position}").WithTags("Inbox").NeedsKey();
        item.MapPost("/assign", AssignAsync).WithSummary("Say which post or payment request a transfer was for")
            .CreatesOnce<DecisionView>().Answers(409, 503);
        item.MapPost("/dismiss", DismissAsync).WithSummary("Put an item away: nothing is credited").CreatesOnce<DismissalView>();
    }

    private static Task<ContentHttpResult> AssignAsync(
        HttpContext http, Caller caller, [AsParameters] ItemPath path, NewAssignment body, IdempotentWriter writer, TransferDecisions decisions) =>
        writer.CreateAsync(http, caller, async (transaction, cancellationToken) =>
        {
            PaymentSubject subject = await ReadSubjectAsync(transaction, caller, body, cancellationToken);
            string reason = RequestReader.ReadText(body.Reason, "reason", 500);
            LogPosition location = path.Read();
            OpenTransfer open = await decisions.DemandOpenAsync(transaction, location.ChainId, location.TransactionHash, location.Position, cancellationToken);
            return await decisions.KeepAsync(
                transaction, open, MatchRung.Operator, subject, $"The operator assigned it to {subject.Reference.SubjectId}: {reason}", cancellationToken);
        });

    private static Task<ContentHttpResult> DismissAsync(
        HttpContext http, Caller caller, [AsParameters] ItemPath path, NewDismissal body, IdempotentWriter writer, IGatewayDatabase database, TimeProvider clock) =>
        writer.CreateAsync(http, caller, async (transaction, cancellationToken) =>
        {
            LogPosition location = path.Read();
            string reason = RequestReader.ReadText(body.Reason, "reason", 500);
            DateTimeOffset now = clock.GetUtcNow();
            bool isOdd = await transaction.Ledger.FindPaymentAsync(
                caller.PlatformId, PaymentIds.OfTransfer(database.Ids, location), cancellationToken) is { Payment.Kind: PaymentKind.Payment or PaymentKind.Deposit };
            return await (isOdd
                ? transaction.Inbox.DismissPaymentAsync(caller.PlatformId, location, reason, now, cancellationToken)
                : transaction.Inbox.DismissAsync(caller.PlatformId, location, reason, now, cancellationToken))
                ? new DismissalView(location.ChainId, location.TransactionHash.ToString(), location.Position, reason, now)
                : throw ApiProblem.NotFound("inbox_item_unknown", $"The inbox has no open item for the {location}.");
        });

    private static async Task<PaymentSubject> ReadSubjectAsync(
        IGatewayTransaction transaction, Caller caller, NewAssignment body, CancellationToken cancellationToken)
    {
        if (new[] { body.Post, body.PaymentRequest, body.Creator }.Count(named => named is not null) != 1)
        {
            throw ApiProblem.Invalid(
                "subject_ambiguous", "Name a post, a payment request or a creator: one of the members post, paymentRequest and creator.");
        }

        if (body.PaymentRequest is not null)
        {
            return new PaymentSubject.OfRequest(
                (await PaymentRequestEndpoints.DemandAsync(transaction, caller, body.PaymentRequest, cancellationToken)).Request);
        }

        Post post = body.Creator is null
            ? await PostEndpoints.DemandAsync(transaction, caller, body.Post, cancellationToken)
            : await CreatorReferenceEndpoints.DemandAsync(transaction, caller, body.Creator, cancellationToken);
        return (await transaction.References.FindAsync([post.Reference.Value], cancellationToken))[post.Reference.Value];
    }

    /// <summary>Which item.</summary>
    internal sealed record ItemPath(ulong ChainId, string TransactionHash, int Position)
    {
        public LogPosition Read() => new(ChainId, RequestReader.ReadHash(TransactionHash, "transactionHash"), Position);
    }
}

/// <summary>What a transfer was for.</summary>
/// <param name="Post">The id of the post, if it was one.</param>
/// <param name="PaymentRequest">The id of the payment request, if it was one.</param>
/// <param name="Reason">Why, up to 500 characters.</param>
/// <param name="Creator">The id of the creator, if it was for no post; he needs a standing reference.</param>
internal sealed record NewAssignment(string? Post, string? PaymentRequest, string? Reason, string? Creator = null);

/// <summary>Why an item is put away.</summary>
/// <param name="Reason">Why, up to 500 characters.</param>
internal sealed record NewDismissal(string? Reason);

/// <summary>An item that was put away.</summary>
/// <param name="ChainId">The chain.</param>
/// <param name="TransactionHash">The transaction.</param>
/// <param name="Position">The log's place in the receipt, from 0.</param>
/// <param name="Reason">Why.</param>
/// <param name="DismissedAt">When.</param>
internal sealed record DismissalView(ulong ChainId, string TransactionHash, int Position, string Reason, DateTimeOffset DismissedAt);
