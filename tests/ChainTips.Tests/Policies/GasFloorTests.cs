using ChainTips.Policies;

namespace ChainTips.Tests.Policies;

internal sealed class GasFloorTests
{
    /// <summary>85,000 units at 0.01 gwei are 0.00000085 coins, which are 0.002125 USDC at 2,500; at most a tenth.</summary>
    private const string Rules = "'share': 1000, 'gasPrice': '10000000', 'coinPrice': '2500', 'units': {'contract': 85000, 'calldata': 46000}";

    private static readonly Policy Refusing = APolicy.ForUsdc("'gas': {" + Rules + ", 'action': 'refuse'}");
    private static readonly Policy Advising = APolicy.ForUsdc("'gas': {" + Rules + ", 'action': 'advise'}");

    [TestCase(21_249u, false)]
    [TestCase(21_250u, true)]
    [TestCase(21_251u, true)]
    public void A_payment_of_which_gas_takes_more_than_its_share_is_refused(uint baseUnits, bool isAllowed)
    {
        PolicyDecision decision = Refusing.Ask(APolicy.Pay(baseUnits) with { Way = PaymentWay.Contract });

        PolicyRefusal[] expected = isAllowed ? [] :
        [
            new PolicyRefusal(
                "policy_gas_too_dear", "tokens.gas", "21250", "21249",
                "The gas would cost about 0.002125 USDC, more than 10 % of 0.021249 USDC: pay at least 0.02125 USDC at once, or choose a cheaper way to pay."),
        ];
        Assert.That(decision.Refusals, Is.EqualTo(expected));
        Assert.That(decision.Advice, Is.Empty);
    }

    [Test]
    public void Advice_does_not_refuse()
    {
        PolicyDecision decision = Advising.Ask(APolicy.Pay(21_249) with { Way = PaymentWay.Contract });

        Assert.That(decision.IsAllowed, Is.True);
        Assert.That(decision.Advice.Single().Code, Is.EqualTo("policy_gas_too_dear"));
        Assert.That(decision.Advice.Single().Detail, Does.Contain("better pay at least 0.02125 USDC at once"));
    }

    [TestCase(null, 11_499u, false, Description = "By the cheapest way, calldata")]
    [TestCase(null, 11_500u, true)]
    [TestCase(PaymentWay.Calldata, 11_500u, true)]
    [TestCase(PaymentWay.DepositAddress, 1u, true, Description = "A way without units is not judged")]
    public void The_way_decides_what_the_gas_costs(PaymentWay? way, uint baseUnits, bool isAllowed) =>
        Assert.That(Refusing.Ask(APolicy.Pay(baseUnits) with { Way = way }).IsAllowed, Is.EqualTo(isAllowed));

    [Test]
    public void A_cost_is_rounded_up_and_never_overflows()
    {
        GasFloor cheap = new(10_000, 1, 1, new Dictionary<PaymentWay, long> { [PaymentWay.Contract] = 1 }, true);
        GasFloor dear = new(1, 1_000_000_000_000_000, UInt128.MaxValue, new Dictionary<PaymentWay, long> { [PaymentWay.Contract] = 1_000_000_000 }, true);

        Assert.That(cheap.CostOf(PaymentWay.Contract), Is.EqualTo((UInt128?)1));
        Assert.That(dear.CostOf(null), Is.EqualTo((UInt128?)UInt128.MaxValue));
        Assert.That(dear.SmallestFor(UInt128.MaxValue), Is.EqualTo(UInt128.MaxValue));
    }
}
