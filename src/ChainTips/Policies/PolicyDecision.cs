namespace ChainTips.Policies;

/// <summary>What the policy says of a payment.</summary>
/// <param name="Refusals">Everything that speaks against it; empty when it is allowed.</param>
/// <param name="Advice">What the payer should know, though it does not speak against the payment.</param>
/// <param name="Fee">The platform's fee that would be due.</param>
/// <param name="Finality">How final the payment must be to count as paid.</param>
public sealed record PolicyDecision(
    IReadOnlyList<PolicyRefusal> Refusals, IReadOnlyList<PolicyRefusal> Advice, FeeQuote Fee, FinalityDemand Finality)
{
    /// <summary>Whether nothing speaks against the payment.</summary>
    public bool IsAllowed => Refusals.Count == 0;
}
