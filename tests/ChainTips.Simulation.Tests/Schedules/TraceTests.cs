using ChainTips.Simulation.Faults;
using ChainTips.Simulation.Running;
using ChainTips.Simulation.Schedules;

namespace ChainTips.Simulation.Tests.Schedules;

internal sealed class TraceTests
{
    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    [TestCase(1UL)]
    [TestCase(2UL)]
    [TestCase(ulong.MaxValue)]
    public void The_same_seed_is_the_same_schedule_and_survives_its_file(ulong seed)
    {
        string json = ScheduleGenerator.Make(seed, 40, 1).ToJson();

        Assert.That(ScheduleGenerator.Make(seed, 40, 1).ToJson(), Is.EqualTo(json));
        Assert.That(Trace.Parse(json).ToJson(), Is.EqualTo(json));
        Assert.That(ScheduleGenerator.Make(unchecked(seed + 1), 40, 1).ToJson(), Is.Not.EqualTo(json));
    }

    [Test]
    public async Task What_a_run_wrote_down_is_the_same_run_again()
    {
        using DatabaseFiles files = await DatabaseFiles.CreateAsync(Token);
        SeedRunner runner = new(FaultMix.None, blocks: 40);

        RunResult first = runner.Play(5, files, Token);
        RunResult again = runner.Play(first.Trace, files, Token);

        Assert.That(again.Trace.ToJson(), Is.EqualTo(first.Trace.ToJson()));
        Assert.That((again.Counts.Steps, again.Counts.Entries, again.Counts.Kills), Is.EqualTo((first.Counts.Steps, first.Counts.Entries, first.Counts.Kills)));
    }
}
