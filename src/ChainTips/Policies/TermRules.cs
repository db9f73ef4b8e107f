using ChainTips.Ethereum.Primitives;
using ChainTips.Money;

namespace ChainTips.Policies;

/// <summary>The rules that need no books: token, payees, the size of one payment, and gas.</summary>
internal sealed class TermRules(Policy policy)
{
    /// <summary>What speaks against the terms, in the order of the rules.</summary>
    public List<PolicyRefusal> Refusals { get; } = [];

    /// <summary>What the payer should know all the same.</summary>
    public List<PolicyRefusal> Advice { get; } = [];

    /// <summary>Checks the terms.</summary>
    /// <param name="amount">The payment.</param>
    /// <param name="whole">What is paid at once with it: the gas is judged by that.</param>
    /// <param name="payees">Who would be paid.</param>
    /// <param name="way">How; null while it is not chosen.</param>
    public void Check(TokenAmount amount, TokenAmount whole, IEnumerable<Address> payees, PaymentWay? way)
    {
        TokenPolicy? rules = policy.Find(amount.Token);
        if (rules is null)
        {
            Refusals.Add(Refuse(amount.Token));
        }

        Refusals.AddRange(payees.Where(policy.DeniedPayees.Contains).Select(payee => new PolicyRefusal(
            PolicyCode.PayeeDenied, "deny.payees", "", payee.ToString(),
            $"{payee} is on the deny-list of this gateway and is not paid through it. Ask its operator if you think that this is wrong.")));
        if (rules is not null)
        {
            CheckSize(amount, rules);
            CheckGas(whole, rules.Gas, way);
        }
    }

    private void CheckSize(TokenAmount amount, TokenPolicy rules)
    {
        if (amount.BaseUnits < rules.Minimum)
        {
            Refusals.Add(new PolicyRefusal(
                PolicyCode.BelowMinimum, "tokens.minimum", rules.Minimum.Value.Digits(), amount.BaseUnits.Digits(),
                $"{amount.ForPeople()} is less than the least that is taken: pay at least {amount.ForPeople(rules.Minimum.Value)}."));
        }

        if (amount.BaseUnits > rules.Maximum)
        {
            Refusals.Add(new PolicyRefusal(
                PolicyCode.AboveMaximum, "tokens.maximum", rules.Maximum.Value.Digits(), amount.BaseUnits.Digits(),
                $"{amount.ForPeople()} is more than the most that is taken at once: pay at most {amount.ForPeople(rules.Maximum.Value)}."));
        }
    }

    private void CheckGas(TokenAmount amount, GasFloor? floor, PaymentWay? way)
    {
        if (floor?.CostOf(way) is not UInt128 cost)
        {
            return;
        }

        UInt128 smallest = floor.SmallestFor(cost);
        if (amount.BaseUnits >= smallest)
        {
            return;
        }

        string remedy = floor.IsRefused ? "pay" : "better pay";
        (floor.IsRefused ? Refusals : Advice).Add(new PolicyRefusal(
            PolicyCode.GasTooDear, "tokens.gas", smallest.Digits(), amount.BaseUnits.Digits(),
            $"The gas would cost about {amount.ForPeople(cost)}, more than {PolicyText.Percent(floor.Share)} of {amount.ForPeople()}: "
            + $"{remedy} at least {amount.ForPeople(smallest)} at once, or choose a cheaper way to pay."));
    }

    private PolicyRefusal Refuse(Token token)
    {
        string others = policy.Tokens.Count == 0 ? "nothing" : string.Join(" or ", policy.Tokens.Select(own => $"{own.Token.Symbol} on chain {own.Token.ChainId}"));
        return policy.Tokens.Any(own => own.Token.ChainId == token.ChainId)
            ? new PolicyRefusal(PolicyCode.TokenRefused, "tokens", others, $"{token.Symbol} at {token.Address}", $"{token.Symbol} is not taken here: pay with {others}.")
            : new PolicyRefusal(PolicyCode.ChainRefused, "chains", others, token.ChainId.ToString(System.Globalization.CultureInfo.InvariantCulture), $"Nothing is taken on chain {token.ChainId} here: pay with {others}.");
    }
}
