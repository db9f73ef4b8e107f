using ChainTips.Ethereum.Primitives;
using ChainTips.Money;
using ChainTips.PaymentRequests;
using ChainTips.Policies;
using ChainTips.Server.Http;

namespace ChainTips.Server.Api;

/// <summary>Asks the policy about each item of a payment, before it costs anybody gas.</summary>
internal static class PlanPolicy
{
    /// <summary>Demands that the payment is wanted, and adds the fee that it says.</summary>
    /// <exception cref="ApiProblem">The policy refuses it.</exception>
    public static async Task<PaymentPlan> JudgeAsync(
        IGatewayTransaction transaction, PolicyGate gate, PaymentPlan plan, PaymentWay? way, CancellationToken cancellationToken)
    {
        return plan.Request.Kind == PaymentRequestKind.Refund
            ? plan
            : plan with { Fee = await DemandWantedAsync(transaction, gate, plan.Items, plan.Payer, way, cancellationToken) };
    }

    /// <summary>Demands that each item of a payment is wanted.</summary>
    /// <returns>The fee of all.</returns>
    /// <exception cref="ApiProblem">The policy refuses one.</exception>
    public static async Task<FeeQuote> DemandWantedAsync(
        IGatewayTransaction transaction, PolicyGate gate, IReadOnlyList<PlannedItem> items, Address? payer, PaymentWay? way, CancellationToken cancellationToken)
    {
        Token token = items[0].Request.Token;
        UInt128 sum = items.Aggregate(UInt128.Zero, (total, item) => total + item.BaseUnits);
        UInt128 fee = 0;
        List<string> reasons = [];
        foreach (PlannedItem item in items)
        {
            PaymentRequest request = item.Request;
            PolicyQuestion question = new(
                request.PlatformId, request.CreatorId, request.Split.Payees, new TokenAmount(item.BaseUnits, request.Token))
            {
                Whole = new TokenAmount(sum, token),
                Payer = payer,
                Way = way,
            };
            PolicyDecision decision = await gate.CheckAsync(transaction.Policies, question, cancellationToken);
            if (decision.Refusals.Count > 0)
            {
                throw new ApiProblem(422, decision.Refusals[0].Code, string.Join(" ", decision.Refusals.Select(refusal => refusal.Detail)));
            }

            fee += decision.Fee.Amount.BaseUnits;
            reasons.Add(decision.Fee.Reason);
        }

        return new FeeQuote(new TokenAmount(fee, token), string.Join(" ", reasons.Distinct()));
    }
}
