using System.Globalization;
using ChainTips.Ethereum.Primitives;
using ChainTips.Money;

namespace ChainTips.Policies;

/// <summary>Applies the rules: a function of the policy, the payment and what was paid so far, and of nothing else.</summary>
public static class PolicyEngine
{
    /// <summary>Applies the rules that need no books, as they hold for a payment request that nobody pays yet.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="amount">How much, and in which token.</param>
    /// <param name="whole">What is paid at once with it; null when it is paid alone.</param>
    /// <param name="payees">The addresses that would receive money.</param>
    /// <returns>What speaks against it; empty when nothing does.</returns>
    public static IReadOnlyList<PolicyRefusal> CheckTerms(Policy policy, TokenAmount amount, TokenAmount? whole, IReadOnlyList<Address> payees)
    {
        TermRules terms = new(policy);
        terms.Check(amount, whole ?? amount, payees, null);
        return terms.Refusals;
    }

    /// <summary>Applies every rule.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="question">The payment.</param>
    /// <param name="facts">What was paid so far.</param>
    public static PolicyDecision Decide(Policy policy, PolicyQuestion question, PolicyFacts facts)
    {
        TokenAmount amount = question.Amount;
        TermRules terms = new(policy);
        terms.Check(amount, question.Whole ?? amount, question.Payees, question.Way);
        TokenPolicy? rules = policy.Find(amount.Token);
        List<PolicyRefusal> refusals = terms.Refusals;
        if (question.Payer is Address payer)
        {
            refusals.AddRange(CheckPayer(policy, payer, facts));
        }

        foreach (PartyKind kind in Enum.GetValues<PartyKind>().Where(kind => kind != PartyKind.Payer || question.Payer is not null))
        {
            PaidSum today = facts.Today(kind);
            if (policy.PaymentsPerDay.Of(kind) is long most && today.Payments >= most)
            {
                refusals.Add(TooMany(kind, most, today, facts.Now));
            }

            if (rules?.AmountPerDay.Of(kind) is UInt128 limit && Saturated.Add(today.BaseUnits, amount.BaseUnits) > limit)
            {
                refusals.Add(TooMuch(kind, limit, today, amount, facts.Now));
            }
        }

        return new PolicyDecision(
            refusals,
            terms.Advice,
            rules?.Fee?.QuoteFor(amount, facts.CreatorThisMonth) ?? new FeeQuote(amount with { BaseUnits = 0 }, "There is no fee."),
            rules?.Finality.DemandFor(amount.BaseUnits) ?? FinalityDemand.Final);
    }

    private static IEnumerable<PolicyRefusal> CheckPayer(Policy policy, Address payer, PolicyFacts facts)
    {
        if (policy.DeniedPayers.Contains(payer))
        {
            yield return new PolicyRefusal(
                PolicyCode.PayerDenied, "deny.payers", "", payer.ToString(),
                $"{payer} is on the deny-list of this gateway. Pay from another address of yours, or ask the operator if you think that this is wrong.");
        }

        if (policy.Velocity is Velocity velocity && facts.PayerLately >= velocity.Payments)
        {
            yield return new PolicyRefusal(
                PolicyCode.PayerTooFast, "velocity", velocity.Payments.Digits(), (facts.PayerLately + 1).Digits(),
                $"You have made {PolicyText.Payments(facts.PayerLately)} within {velocity.Seconds} seconds, and {velocity.Payments} may be made: wait up to {velocity.Seconds} seconds, then pay.");
        }
    }

    private static PolicyRefusal TooMany(PartyKind kind, long most, PaidSum today, DateTimeOffset now) => new(
        PolicyCode.TooMany(kind), $"paymentsPerDay.{NameOf(kind)}", most.Digits(), (today.Payments + 1).Digits(),
        $"{SubjectOf(kind)} {PolicyText.Payments(today.Payments)} today (UTC), and {most} may be made in a day: pay from {Tomorrow(now)} on.");

    private static PolicyRefusal TooMuch(PartyKind kind, UInt128 limit, PaidSum today, TokenAmount amount, DateTimeOffset now)
    {
        string left = limit > today.BaseUnits ? $"pay at most {amount.ForPeople(limit - today.BaseUnits)} now, or the whole" : "pay";
        return new PolicyRefusal(
            PolicyCode.TooMuch(kind), $"tokens.amountPerDay.{NameOf(kind)}", limit.Digits(), Saturated.Add(today.BaseUnits, amount.BaseUnits).Digits(),
            $"{SubjectOf(kind)} {amount.ForPeople(today.BaseUnits)} today (UTC), and {amount.ForPeople(limit)} may be paid in a day: {left} from {Tomorrow(now)} on.");
    }

    private static string NameOf(PartyKind kind) => kind.ToString().ToLowerInvariant();

    private static string SubjectOf(PartyKind kind) => kind switch
    {
        PartyKind.Payer => "You have paid",
        PartyKind.Creator => "This creator has received",
        _ => "This platform has taken",
    };

    private static string Tomorrow(DateTimeOffset now) =>
        now.UtcDateTime.Date.AddDays(1).ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
