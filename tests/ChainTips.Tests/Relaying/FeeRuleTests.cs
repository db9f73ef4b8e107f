using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;
using ChainTips.Relaying;
using ChainTips.Testing;

namespace ChainTips.Tests.Relaying;

/// <summary>F39, F40: what is offered for gas.</summary>
internal sealed class FeeRuleTests
{
    private static readonly FeeRule Rule = new(100_000, 10);

    [TestCase(1_000UL, 50UL, 2_050UL, 50UL, Description = "twice the base fee and the priority fee")]
    [TestCase(1_000UL, 3UL, 2_010UL, 10UL, Description = "the least priority fee")]
    [TestCase(60_000UL, 50UL, 100_000UL, 50UL, Description = "never above the cap")]
    [TestCase(99_980UL, 50UL, 100_000UL, 20UL, Description = "the priority fee fits below the cap beside the base fee")]
    public void A_price_is_chosen(ulong baseFee, ulong priority, ulong maxFee, ulong maxPriority) =>
        Assert.That(Rule.Choose(Market(baseFee, priority)), Is.EqualTo(new GasPrice(maxFee, maxPriority)));

    [TestCase(99_991UL)]
    [TestCase(ulong.MaxValue)]
    public void Gas_above_the_cap_is_not_bought(ulong baseFee) => Assert.That(Rule.Choose(Market(baseFee, 1)), Is.Null);

    [Test]
    public void A_fee_beyond_all_sense_is_above_the_cap() =>
        Assert.That(Rule.Choose(new FeeHistory(UInt256.MaxValue, [UInt256.MaxValue])), Is.Null);

    [Test]
    public void A_raised_price_replaces_the_last_one_and_is_never_above_the_cap()
    {
        SeededRandom random = Trials.Random();
        for (int i = 0; i < Trials.Count(); i++)
        {
            GasPrice last = Rule.Choose(Market((ulong)random.Between(1, 90_000), (ulong)random.Between(1, 50_000)))!.Value;

            GasPrice? raised = Rule.Raise(last, Market((ulong)random.Between(1, 200_000), (ulong)random.Between(1, 50_000)));

            if (raised is GasPrice price)
            {
                Assert.That(price.Replaces(last), Is.True, $"{last} {price}");
                Assert.That(price.MaxFee, Is.LessThanOrEqualTo(Rule.Cap));
                Assert.That(price.MaxPriorityFee, Is.LessThanOrEqualTo(price.MaxFee));
            }
            else
            {
                Assert.That(last.MaxFee * 114, Is.GreaterThan(Rule.Cap * 100), $"{last} could have been raised.");
            }
        }
    }

    [Test]
    public void A_rising_market_is_followed_at_once() =>
        Assert.That(Rule.Raise(new GasPrice(2_010, 10), Market(10_000, 100)), Is.EqualTo(new GasPrice(20_100, 100)));

    private static FeeHistory Market(ulong baseFee, ulong priority) => new(baseFee, [(UInt256)priority, (UInt256)(priority / 2)]);
}
