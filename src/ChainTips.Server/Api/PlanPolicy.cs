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
        if (plan.Request.Kind == PaymentRequestKind.Refund)
        {
            return plan;
        }

        UInt128 fee = 0;
        List<string> reasons = [];
        foreach (PlannedItem item in plan.Items)
        {
            PaymentRequest request = item.Request;
            PolicyQuestion question = new(
                request.PlatformId, request.CreatorId, request.Split.Payees, new TokenAmount(item.BaseUnits, request.Token))
            {
                Whole = new TokenAmount(plan.Sum, request.Token),
                Payer = plan.Payer,
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

        return plan with { Fee = new FeeQuote(new TokenAmount(fee, plan.Request.Token), string.Join(" ", reasons.Distinct())) };
    }
}
