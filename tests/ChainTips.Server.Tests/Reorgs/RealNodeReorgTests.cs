using System.Globalization;
using ChainTips.Testing;

namespace ChainTips.Server.Tests.Reorgs;

/// <summary>R2: random schedules of reorgs on a real node. At the end, at checkpoints, and at random looks between, the books are what the node's chain says.</summary>
[CancelAfter(36_000_000)]
[Parallelizable]
internal sealed class RealNodeReorgTests
{
    private const int CostOfOneSchedule = 150;

    [Test]
    [Description("CHAINTIPS_TEST_SIZE=75000 plays 500 schedules; a schedule of its own is CHAINTIPS_TEST_SIZE=1 with its seed")]
    public async Task Whatever_leaves_the_chain_of_a_real_node_each_tip_is_credited_once()
    {
        ReorgScene scene = await ReorgScene.PrepareAsync();
        int schedules = Trials.Count(CostOfOneSchedule);
        ReorgSums sums = new();
        for (ulong i = 0; i < (ulong)schedules; i++)
        {
            ulong seed = Trials.Seed.Number + i;
            await using ReorgStory story = await ReorgStory.BeginAsync(scene, new SeededRandom(seed));
            try
            {
                await story.PlayAsync();
                await story.EndAsync();
            }
            catch
            {
                await TestContext.Progress.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{Trials.SizeVariable}=1 {Trials.SeedVariable}={seed} fails"));
                throw;
            }

            sums.Add(story.Sums);
            if (i % 10 == 9)
            {
                await TestContext.Progress.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{i + 1} of {schedules} schedules, to seed {seed}: {sums}"));
            }
        }

        await TestContext.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{schedules} schedules of {ReorgStory.Blocks} blocks: {sums}"));
        Assert.That(sums.Voided, Is.GreaterThan(0));
        Assert.That(sums.CreditedAgain, Is.GreaterThan(0));
    }
}
