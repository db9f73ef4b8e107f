using System.Security.Cryptography;
using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.PaymentRequests;
using ChainTips.Policies;
using ChainTips.Server.Following;
using ChainTips.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ChainTips.Server.Api;

/// <summary><c>/v1/payment-requests/{id}/intents</c>: what a payer's wallet signs or sends to pay a request in one of the ways.</summary>
internal static class IntentEndpoints
{
    public static void Map(RouteGroupBuilder v1) => v1.MapPost("/payment-requests/{id}/intents", CreateAsync)
        .WithTags("Payment requests").WithSummary("Get what a wallet signs or sends to pay a request")
        .NeedsKey().CreatesOnce<IntentView>().Answers(409, 503);

    private static async Task<ContentHttpResult> CreateAsync(
        HttpContext http, Caller caller, string id, NewIntent body, IdempotentWriter writer, [AsParameters] Planning planning)
    {
        NodeAnswers answers = await AskNodeAsync(caller, id, body, planning, http.RequestAborted);
        return await writer.CreateAsync(http, caller, async (transaction, cancellationToken) =>
        {
            TrackedRequest tracked = await PaymentRequestEndpoints.DemandAsync(transaction, caller, id, cancellationToken);
            PaymentPlan plan = await PaymentPlan.ReadAsync(
                transaction, tracked, planning.Chains.SettingsOf(tracked.Request.Token), planning.Finality, body, cancellationToken);
            PaymentWay way = PlanWays.Demand(plan, body.Way);
            plan = await PlanPolicy.JudgeAsync(transaction, planning.Gate, plan, way, cancellationToken);
            GasView gas = GasView.Of(plan, way, answers.GasPrice, planning.Gate.Policy.Find(plan.Request.Token)?.Gas);
            switch (way)
            {
                case PaymentWay.Permit:
                    return OfPermit(plan, gas, answers, planning.Clock);
                case PaymentWay.Authorization or PaymentWay.Permit2:
                    PaymentTerms terms = WriteTerms(plan, planning.Clock);
                    await transaction.PaymentRequests.AddTermsAsync(new IssuedTerms(terms, plan.Paid), planning.Clock.GetUtcNow(), cancellationToken);
                    return IntentView.OfTerms(plan, way, gas, terms, TypedDataView.Of(way, plan, terms)) with
                    {
                        Calls = way == PaymentWay.Permit2 ? [WalletCall.OfApproval(plan.Request.Token, plan.Settings.Permit2!.Value, terms.Total)] : [],
                    };
                default:
                    return IntentView.OfCalls(plan, way, gas, CallsOf(plan, way));
            }
        });
    }

    private static IReadOnlyList<WalletCall> CallsOf(PaymentPlan plan, PaymentWay way) => way switch
    {
        PaymentWay.Contract => WalletCall.OfContract(plan.Request.Token, plan.Parts, plan.Settings),
        PaymentWay.Calldata => [WalletCall.OfMarkedTransfer(plan.Request, plan.Sum)],
        PaymentWay.DepositAddress => [WalletCall.OfTransfer(plan.Request, plan.Request.DepositAddress!.Value, plan.Sum)],
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static IntentView OfPermit(PaymentPlan plan, GasView gas, NodeAnswers answers, TimeProvider clock)
    {
        if (plan.Payer is not Address payer || answers.PermitNonce is not UInt256 nonce)
        {
            throw ApiProblem.Invalid("payer_missing", "payer: a permit is made for one owner and his next nonce; send the address that will pay.");
        }

        DemandLive(plan.Request, clock);
        return IntentView.OfPermit(plan, gas, TypedDataView.OfPermit(plan, payer, nonce), nonce);
    }

    private static PaymentTerms WriteTerms(PaymentPlan plan, TimeProvider clock)
    {
        DemandLive(plan.Request, clock);
        UInt128 fee = plan.TakenFee;
        return new PaymentTerms(
            plan.Settings.ChainId,
            plan.Settings.Router,
            plan.Request.Token.Address,
            [.. plan.Parts.Select(part => part.Payee)],
            [.. plan.Parts.Select(part => (UInt256)part.BaseUnits)],
            [.. plan.Parts.Select(part => part.Reference)],
            fee,
            fee == 0 ? Address.Zero : plan.Settings.FeeReceiver!.Value,
            SecondsOf(plan.Request.ExpiresAt),
            Hash32.FromBytes(RandomNumberGenerator.GetBytes(Hash32.Length)));
    }

    /// <summary>Until when a signature is good, seconds since 1970.</summary>
    public static UInt256 SecondsOf(DateTimeOffset time) => checked((ulong)time.ToUnixTimeSeconds());

    private static void DemandLive(PaymentRequest request, TimeProvider clock)
    {
        if (request.ExpiresAt <= clock.GetUtcNow())
        {
            throw new ApiProblem(
                409, "payment_request_expired", $"The request {request.Id} expired at {request.ExpiresAt:O}, and a signature is good until then. Make a new request, or choose another way: what comes late is still credited.");
        }
    }

    /// <summary>Asks the node what the way needs; what is wrong with the request itself is said later, within the transaction.</summary>
    private static async Task<NodeAnswers> AskNodeAsync(
        Caller caller, string id, NewIntent body, Planning planning, CancellationToken cancellationToken)
    {
        PaymentRequest? request = null;
        if (Id<PaymentRequest>.TryParse(id, out Id<PaymentRequest> requestId))
        {
            await using IGatewayTransaction books = await planning.Database.BeginReadAsync(cancellationToken);
            request = (await books.PaymentRequests.FindAsync(requestId, cancellationToken))?.Request;
        }

        if (request is null || request.PlatformId != caller.PlatformId)
        {
            return new NodeAnswers(null, null);
        }

        bool asksForPermit = body.Way == PaymentRequestView.NameOf(PaymentWay.Permit) && body.Payer is not null;
        return new NodeAnswers(
            await planning.Answers.FindGasPriceAsync(request.Token.ChainId, cancellationToken),
            asksForPermit
                ? await planning.Answers.ReadPermitNonceAsync(request.Token, RequestReader.ReadAddress(body.Payer, "payer"), cancellationToken)
                : null);
    }

    /// <summary>What planning a payment takes.</summary>
    internal sealed record Planning(
        IGatewayDatabase Database, FollowedChains Chains, PolicyGate Gate, FinalityByAmount Finality, ChainAnswers Answers, TimeProvider Clock);

    private sealed record NodeAnswers(ulong? GasPrice, UInt256? PermitNonce);
}
