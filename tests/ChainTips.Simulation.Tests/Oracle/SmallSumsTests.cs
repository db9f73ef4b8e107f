using System.Numerics;
using ChainTips.Simulation.Oracle;

namespace ChainTips.Simulation.Tests.Oracle;

/// <summary>The oracle's own rule of small sums, by hand.</summary>
internal sealed class SmallSumsTests
{
    private static readonly SmallSums Small = new(new PlainWorld("router", ["usdc", "dai"], [])
    {
        SmallBelow = new Dictionary<string, BigInteger> { ["dai"] = 10 },
    });

    private static readonly DueCredit Credit = new("tx", 1, 0, "post", "payer", "ada", "dai", 4);

    [Test]
    public void Small_ones_for_the_same_are_one_at_the_place_of_the_first()
    {
        DueCredit another = Credit with { Transaction = "tx 2", Payer = "another", Amount = 9 };

        Assert.That(Small.Merge([Credit, another]), Is.EqualTo(new[] { Credit with { Amount = 13, Transfers = 2 } }));
    }

    [Test]
    public void What_is_not_small_or_not_for_the_same_stays()
    {
        DueCredit[] all = [Credit, Credit with { Amount = 10 }, Credit with { Reference = "other" }, Credit with { Token = "usdc" }, Credit with { Token = "usdc", Position = 3 }];

        Assert.That(Small.Merge(all), Is.EqualTo(all));
    }
}
