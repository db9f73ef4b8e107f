using ChainTips.Matching;
using ChainTips.PaymentRequests;
using ChainTips.Server.Http;
using ChainTips.Tips;

namespace ChainTips.Server.Api;

/// <summary><c>/v1/inbox</c>: tips that concern the platform and were credited to nobody, with the reason.</summary>
internal static class InboxEndpoints
{
    private const int Limit = 100;

    public static void Map(RouteGroupBuilder v1)
    {
        v1.MapGet("/inbox", ListAsync)
            .WithTags("Inbox").WithSummary("List the newest 100 tips that were refused, and payments that are not what was asked for, with what to do").NeedsKey();
        v1.MapGet("/inbox/counted", ListCountedAsync)
            .WithTags("Inbox").WithSummary("Count the refused tips that came too often to be listed one by one").NeedsKey();
    }

    private static async Task<ListView<CountedRefusalsView>> ListCountedAsync(
        Caller caller, IGatewayDatabase database, CancellationToken cancellationToken)
    {
        await using IGatewayTransaction transaction = await database.BeginReadAsync(cancellationToken);
        IReadOnlyList<CountedRefusals> counted = await transaction.Inbox.ListCountedAsync(caller.PlatformId, Limit, cancellationToken);
        return new ListView<CountedRefusalsView>([.. counted.Select(CountedRefusalsView.Of)], false, null);
    }

    private static async Task<ListView<RefusedTipView>> ListAsync(
        Caller caller, IGatewayDatabase database, FinalityByAmount finality, CancellationToken cancellationToken)
    {
        await using IGatewayTransaction transaction = await database.BeginReadAsync(cancellationToken);
        IReadOnlyList<RefusedTipView> odd = await OddPayments.ListAsync(transaction, caller.PlatformId, finality, Limit, cancellationToken);
        IReadOnlyList<RefusedTip> tips = await transaction.Inbox.ListAsync(caller.PlatformId, Limit, cancellationToken);
        IReadOnlyList<RefusedTip> doubts = await transaction.Inbox.ListDoubtsAsync(caller.PlatformId, Limit, cancellationToken);
        return new ListView<RefusedTipView>(
            [.. doubts.Concat(tips).Select(RefusedTipView.Of).Concat(odd).OrderByDescending(item => item.Block).Take(Limit)], false, null);
    }
}

/// <summary>A log that looks like a tip and was credited to nobody, or a payment that was credited and is not what was asked for.</summary>
/// <param name="Reason">Why, as a stable code such as <c>payee_differs</c>.</param>
/// <param name="Explanation">Why, as a sentence with the values that differ.</param>
/// <param name="ChainId">The chain.</param>
/// <param name="TransactionHash">The transaction.</param>
/// <param name="Position">The log's place in the transaction's receipt, from 0.</param>
/// <param name="Block">The number of its block.</param>
/// <param name="Emitter">The contract that emitted it.</param>
/// <param name="PaymentReference">The reference that it states.</param>
/// <param name="Payer">The payer that it states.</param>
/// <param name="Payee">The payee that it states.</param>
/// <param name="Token">The token that it states.</param>
/// <param name="Amount">The amount that it states, in base units; of an overpaid request what is too much, of another token what was not given back.</param>
/// <param name="WhatToDo">What to do, as a sentence.</param>
internal sealed record RefusedTipView(
    string Reason, string Explanation, ulong ChainId, string TransactionHash, int Position, ulong Block, string Emitter,
    string? PaymentReference, string? Payer, string? Payee, string? Token, string? Amount, string WhatToDo)
{
    /// <summary>The payment that it is; null for what is credited to nobody.</summary>
    public string? Payment { get; init; }

    /// <summary>The payment request that it was credited to; null for what is credited to nobody.</summary>
    public string? PaymentRequest { get; init; }

    public static RefusedTipView Of(RefusedTip tip) => new(
        PaymentRequestView.NameOf(tip.Reason),
        tip.Explanation,
        tip.Location.ChainId,
        tip.Location.TransactionHash.ToString(),
        tip.Location.Position,
        tip.Block.Number.Value,
        tip.Emitter.ToString(),
        tip.Stated?.PaymentReference.ToString(),
        tip.Stated?.Payer.ToString(),
        tip.Stated?.Payee.ToString(),
        tip.Stated?.Token.ToString(),
        tip.Stated?.Amount.ToString(),
        InboxAdvice.Of(tip.Reason));
}
