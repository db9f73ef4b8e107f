using ChainTips.Ethereum.Primitives;
using ChainTips.Server.Following;
using ChainTips.Server.Tests.Running;

namespace ChainTips.Server.Tests.Following;

internal sealed class BackfillPaceTests
{
    [Test]
    public void The_pace_says_how_far_how_fast_and_how_long()
    {
        ManualClock clock = new();
        BackfillPace pace = new(8453, new BlockNumber(1_000), clock);
        clock.Move(TimeSpan.FromSeconds(10));

        Assert.That(
            pace.Describe(new BlockNumber(25_999), new BlockNumber(100_999)),
            Is.EqualTo("Chain 8453: block 25999 of 100999 (25 %), 2,500 blocks/s, 00:00:30 left."));
    }
}
