using System.Globalization;
using ChainTips.Simulation.Faults;
using ChainTips.Simulation.Running;

namespace ChainTips.Simulation.Tests;

/// <summary>R1: random reorg schedules, the books compared with the model after every step.</summary>
internal sealed class RandomScheduleTests
{
    [Test]
    public async Task No_credit_is_lost_doubled_or_wrong_whatever_the_chain_does()
    {
        TortureSums sums = new();
        List<string> failures = [];

        await new SeedRunner(FaultMix.None, blocks: 40).PlayManyAsync(
            TortureSize.From, TortureSize.Seeds, jobs: 2, Take, TestContext.CurrentContext.CancellationToken);

        await TestContext.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"seeds {TortureSize.From} to {TortureSize.From + TortureSize.Seeds - 1}\n{sums.Describe(failures.Count == 0)}"));
        Assert.That(failures, Is.Empty);
        Assert.That(sums.Runs, Is.EqualTo((long)TortureSize.Seeds));

        bool Take(RunResult result)
        {
            sums.Add(result);
            if (result.Failure is not null)
            {
                failures.Add(SeedRunner.Describe(result));
            }

            return failures.Count < 3;
        }
    }
}
