using ChainTips.Money;
using ChainTips.Policies;
using ChainTips.Testing;

namespace ChainTips.Tests.Policies;

/// <summary>Each rule below, at and above its limit.</summary>
internal sealed class PolicyEngineTests
{
    private static IEnumerable<TestCaseData> Kinds => Enum.GetValues<PartyKind>().Select(kind => new TestCaseData(kind));

    [TestCase(9_999u, "policy_below_minimum", "tokens.minimum", "10000", "0.009999 USDC is less than the least that is taken: pay at least 0.01 USDC.")]
    [TestCase(10_000u, null, null, null, null)]
    [TestCase(10_001u, null, null, null, null)]
    [TestCase(99_999_999u, null, null, null, null)]
    [TestCase(100_000_000u, null, null, null, null)]
    [TestCase(100_000_001u, "policy_above_maximum", "tokens.maximum", "100000000", "100.000001 USDC is more than the most that is taken at once: pay at most 100.00 USDC.")]
    public void One_payment_is_between_minimum_and_maximum(uint baseUnits, string? code, string? rule, string? limit, string? detail)
    {
        PolicyDecision decision = APolicy.ForUsdc("'minimum': '0.01', 'maximum': '100'").Ask(APolicy.Pay(baseUnits));

        PolicyRefusal[] expected = code is null ? [] : [new PolicyRefusal(code, rule!, limit!, $"{baseUnits}", detail!)];
        Assert.That(decision.Refusals, Is.EqualTo(expected));
        Assert.That(decision.IsAllowed, Is.EqualTo(code is null));
    }

    [TestCaseSource(nameof(Kinds))]
    public void The_amount_of_a_day_is_kept_to_the_unit(PartyKind kind)
    {
        string name = kind.ToString().ToLowerInvariant();
        Policy policy = APolicy.ForUsdc($"'amountPerDay': {{'{name}': '10'}}");

        bool[] allowed = [.. new uint[] { 3_999_999, 4_000_000, 4_000_001 }.Select(
            paid => policy.Ask(APolicy.Pay(6_000_000), facts => facts.With(kind, new PaidSum(7, paid))).IsAllowed)];
        PolicyRefusal refusal = policy.Ask(APolicy.Pay(6_000_000), facts => facts.With(kind, new PaidSum(7, 4_000_001))).Refusals.Single();

        Assert.That(allowed, Is.EqualTo(new[] { true, true, false }));
        Assert.That(refusal.Code, Is.EqualTo($"policy_{name}_amount_per_day"));
        Assert.That((refusal.Rule, refusal.Limit, refusal.Value), Is.EqualTo(($"tokens.amountPerDay.{name}", "10000000", "10000001")));
        Assert.That(refusal.Detail, Does.EndWith(
            " 4.000001 USDC today (UTC), and 10.00 USDC may be paid in a day: pay at most 5.999999 USDC now, or the whole from 2026-01-03 00:00 UTC on."));
    }

    [TestCaseSource(nameof(Kinds))]
    public void The_number_of_payments_of_a_day_is_kept(PartyKind kind)
    {
        string name = kind.ToString().ToLowerInvariant();
        Policy policy = APolicy.Of($"{{'version': 1, 'paymentsPerDay': {{'{name}': 5}}}}");

        bool[] allowed = [.. new[] { 3, 4, 5 }.Select(count => policy.Ask(APolicy.Pay(1), facts => facts.With(kind, new PaidSum(count, 0))).IsAllowed)];
        PolicyRefusal refusal = policy.Ask(APolicy.Pay(1), facts => facts.With(kind, new PaidSum(5, 0))).Refusals.Single();

        Assert.That(allowed, Is.EqualTo(new[] { true, true, false }));
        Assert.That(refusal.Code, Is.EqualTo($"policy_{name}_payments_per_day"));
        Assert.That((refusal.Rule, refusal.Limit, refusal.Value), Is.EqualTo(($"paymentsPerDay.{name}", "5", "6")));
        Assert.That(refusal.Detail, Does.EndWith(" 5 payments today (UTC), and 5 may be made in a day: pay from 2026-01-03 00:00 UTC on."));
    }

    [Test]
    public void When_nothing_is_left_of_a_day_the_payer_is_told_when_to_come_back()
    {
        Policy policy = APolicy.ForUsdc("'amountPerDay': {'payer': '10'}");

        PolicyRefusal refusal = policy.Ask(APolicy.Pay(1), facts => facts with { PayerToday = new PaidSum(1, 10_000_000) }).Refusals.Single();

        Assert.That(refusal.Detail, Is.EqualTo(
            "You have paid 10.00 USDC today (UTC), and 10.00 USDC may be paid in a day: pay from 2026-01-03 00:00 UTC on."));
    }

    [TestCase(1, true)]
    [TestCase(2, false)]
    [TestCase(3, false)]
    public void A_payer_is_not_faster_than_the_velocity(int lately, bool isAllowed)
    {
        PolicyDecision decision = APolicy.Of("{'version': 1, 'velocity': {'payments': 2, 'seconds': 60}}")
            .Ask(APolicy.Pay(1), facts => facts with { PayerLately = lately });

        Assert.That(decision.IsAllowed, Is.EqualTo(isAllowed));
        Assert.That(decision.Refusals.Select(refusal => refusal.Detail), Is.EqualTo(isAllowed
            ? []
            : new[] { $"You have made {lately} payments within 60 seconds, and 2 may be made: wait up to 60 seconds, then pay." }));
    }

    [Test]
    public void Sums_that_do_not_fit_in_128_bits_are_above_every_limit()
    {
        Policy policy = APolicy.ForUsdc("'amountPerDay': {'payer': '340282366920938463463374607431768.211454'}");

        PolicyDecision decision = policy.Ask(APolicy.Pay(UInt128.MaxValue), facts => facts with { PayerToday = new PaidSum(1, UInt128.MaxValue) });

        Assert.That(APolicy.CodesOf(decision), Is.EqualTo(new[] { "policy_payer_amount_per_day" }));
        Assert.That(decision.Refusals.Single().Value, Is.EqualTo($"{UInt128.MaxValue}"));
    }

    [Test]
    public void An_unknown_payer_is_held_to_no_rule_of_payers()
    {
        Policy policy = APolicy.Of($$"""
            {'version': 1, 'paymentsPerDay': {'payer': 1}, 'velocity': {'payments': 1, 'seconds': 60}, 'deny': {'payers': ['{{Sample.Payer}}']},
             'tokens': [{USDC, 'amountPerDay': {'payer': '1'} }]}
            """);
        static PolicyFacts Busy(PolicyFacts facts) => facts with { PayerToday = new PaidSum(9, 9_000_000), PayerLately = 9 };

        Assert.That(policy.Ask(APolicy.Pay(1) with { Payer = null }, Busy).IsAllowed, Is.True);
        Assert.That(APolicy.CodesOf(policy.Ask(APolicy.Pay(1), Busy)), Is.EqualTo(new[]
        {
            "policy_payer_denied", "policy_payer_too_fast", "policy_payer_payments_per_day", "policy_payer_amount_per_day",
        }));
    }

    [Test]
    public void Denied_addresses_are_refused_on_their_own_side_alone()
    {
        Policy policy = APolicy.Of($$"""{'version': 1, 'deny': {'payers': ['{{Sample.Payer}}'], 'payees': ['{{Sample.Stranger}}'] } }""");

        Assert.That(APolicy.CodesOf(policy.Ask(APolicy.Pay(1))), Is.EqualTo(new[] { "policy_payer_denied" }));
        Assert.That(policy.Ask(APolicy.Pay(1) with { Payer = Sample.Stranger }).IsAllowed, Is.True);
        Assert.That(
            APolicy.CodesOf(policy.Ask(APolicy.Pay(1) with { Payer = null, Payees = [Sample.Payee, Sample.Stranger] })),
            Is.EqualTo(new[] { "policy_payee_denied" }));
        Assert.That(policy.Ask(APolicy.Pay(1) with { Payer = null, Payees = [Sample.Payer] }).IsAllowed, Is.True);
    }

    [Test]
    public void Another_token_and_another_chain_are_refused_with_what_may_be_paid()
    {
        Policy policy = APolicy.ForUsdc("'minimum': '1'");
        PolicyDecision dai = policy.Ask(APolicy.Pay(1) with { Amount = new TokenAmount(1, Sample.Dai) });
        PolicyDecision elsewhere = policy.Ask(APolicy.Pay(1) with { Amount = new TokenAmount(1, Sample.Usdc with { ChainId = 10 }) });

        Assert.That(dai.Refusals, Is.EqualTo(new[]
        {
            new PolicyRefusal("policy_token_refused", "tokens", "USDC on chain 31337", $"DAI at {Sample.Dai.Address}", "DAI is not taken here: pay with USDC on chain 31337."),
        }));
        Assert.That(elsewhere.Refusals, Is.EqualTo(new[]
        {
            new PolicyRefusal("policy_chain_refused", "chains", "USDC on chain 31337", "10", "Nothing is taken on chain 10 here: pay with USDC on chain 31337."),
        }));
    }

    [TestCase(1_000_000u, FinalityDemand.Seen)]
    [TestCase(1_000_001u, FinalityDemand.Safe)]
    [TestCase(50_000_000u, FinalityDemand.Safe)]
    [TestCase(50_000_001u, FinalityDemand.Final)]
    public void The_more_is_paid_the_more_final_it_must_be(uint baseUnits, FinalityDemand expected) => Assert.That(
        APolicy.ForUsdc("'finality': {'seen': '1', 'safe': '50'}").Ask(APolicy.Pay(baseUnits)).Finality, Is.EqualTo(expected));

    [TestCase("'seen': '1'", 1_000_000u, FinalityDemand.Seen)]
    [TestCase("'seen': '1'", 1_000_001u, FinalityDemand.Final)]
    [TestCase("'safe': '1'", 1_000_000u, FinalityDemand.Safe)]
    [TestCase("'safe': '1'", 1_000_001u, FinalityDemand.Final)]
    [TestCase("", 1u, FinalityDemand.Final)]
    public void A_threshold_that_is_left_out_is_met_by_nothing(string thresholds, uint baseUnits, FinalityDemand expected) => Assert.That(
        APolicy.ForUsdc("'finality': {" + thresholds + "}").Ask(APolicy.Pay(baseUnits)).Finality, Is.EqualTo(expected));

    [Test]
    public void The_rules_that_need_no_books_are_the_same_for_a_request()
    {
        Policy policy = APolicy.Of($$"""
            {'version': 1, 'paymentsPerDay': {'creator': 1}, 'deny': {'payees': ['{{Sample.Payee}}']}, 'tokens': [{USDC, 'minimum': '1'}]}
            """);

        IReadOnlyList<PolicyRefusal> terms = PolicyEngine.CheckTerms(policy, Given.Usdc(1), null, [Sample.Payee]);
        PolicyDecision whole = policy.Ask(APolicy.Pay(1), facts => facts with { CreatorToday = new PaidSum(1, 1) });

        Assert.That(terms.Select(refusal => refusal.Code), Is.EqualTo(new[] { "policy_payee_denied", "policy_below_minimum" }));
        Assert.That(whole.Refusals.Take(2), Is.EqualTo(terms));
        Assert.That(APolicy.CodesOf(whole).Skip(2), Is.EqualTo(new[] { "policy_creator_payments_per_day" }));
    }

    [Test]
    public void Without_rules_everything_is_allowed_without_a_fee_and_must_be_final()
    {
        PolicyDecision decision = PolicyFile.AllowAll(APolicy.Configured).Ask(APolicy.Pay(UInt128.MaxValue), facts => facts with
        {
            PayerToday = new PaidSum(long.MaxValue, UInt128.MaxValue),
            PayerLately = long.MaxValue,
            CreatorThisMonth = UInt128.MaxValue,
        });

        Assert.That(decision.IsAllowed, Is.True);
        Assert.That(decision.Advice, Is.Empty);
        Assert.That(decision.Fee, Is.EqualTo(new FeeQuote(Given.Usdc(0), "There is no fee.")));
        Assert.That(decision.Finality, Is.EqualTo(FinalityDemand.Final));
    }
}
