using System.Globalization;
using ChainTips.Policies;

namespace ChainTips.Server.Api;

/// <summary>What the policy says of a payment.</summary>
/// <param name="Allowed">Whether nothing speaks against it.</param>
/// <param name="Refusals">Everything that speaks against it.</param>
/// <param name="Advice">What the payer should know, though it does not speak against the payment.</param>
/// <param name="Token">The token.</param>
/// <param name="Amount">The amount that was asked about, in base units.</param>
/// <param name="Fee">The platform's fee that would be due.</param>
/// <param name="Finality">How final the payment must be to count as paid: <c>seen</c>, <c>safe</c> or <c>final</c>.</param>
/// <param name="PolicyHash">SHA-256 of the policy that was asked.</param>
internal sealed record PolicyDecisionView(
    bool Allowed,
    IReadOnlyList<PolicyRefusalView> Refusals,
    IReadOnlyList<PolicyRefusalView> Advice,
    TokenView Token,
    string Amount,
    FeeView Fee,
    string Finality,
    string PolicyHash)
{
    public static PolicyDecisionView Of(PolicyQuestion question, PolicyDecision decision, Policy policy) => new(
        decision.IsAllowed,
        [.. decision.Refusals.Select(PolicyRefusalView.Of)],
        [.. decision.Advice.Select(PolicyRefusalView.Of)],
        TokenView.Of(question.Amount.Token),
        question.Amount.BaseUnits.ToString(CultureInfo.InvariantCulture),
        new FeeView(decision.Fee.Amount.BaseUnits.ToString(CultureInfo.InvariantCulture), decision.Fee.Reason),
        PaymentRequestView.NameOf(decision.Finality),
        policy.Hash);
}

/// <summary>A rule that a payment breaks.</summary>
/// <param name="Code">The stable code.</param>
/// <param name="Rule">The rule, as its key stands in the policy file.</param>
/// <param name="Limit">What the rule allows; amounts in base units.</param>
/// <param name="Value">What the payment would come to; amounts in base units.</param>
/// <param name="Detail">What is wrong and what the payer can do.</param>
internal sealed record PolicyRefusalView(string Code, string Rule, string Limit, string Value, string Detail)
{
    public static PolicyRefusalView Of(PolicyRefusal refusal) => new(refusal.Code, refusal.Rule, refusal.Limit, refusal.Value, refusal.Detail);
}

/// <summary>The platform's fee of a payment.</summary>
/// <param name="Amount">How much, in base units.</param>
/// <param name="Reason">Why it is that much.</param>
internal sealed record FeeView(string Amount, string Reason);
