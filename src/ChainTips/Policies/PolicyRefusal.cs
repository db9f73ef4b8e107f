namespace ChainTips.Policies;

/// <summary>Why a payment is not wanted.</summary>
/// <param name="Code">The stable code, <c>snake_case</c>.</param>
/// <param name="Rule">The rule, as its key stands in the policy file.</param>
/// <param name="Limit">What the rule allows; amounts in base units.</param>
/// <param name="Value">What the payment would come to; amounts in base units.</param>
/// <param name="Detail">What is wrong and what the payer can do, a sentence for people.</param>
public sealed record PolicyRefusal(string Code, string Rule, string Limit, string Value, string Detail);
