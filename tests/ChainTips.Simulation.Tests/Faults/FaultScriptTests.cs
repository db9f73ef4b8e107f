using ChainTips.Simulation.Faults;
using ChainTips.Simulation.Running;

namespace ChainTips.Simulation.Tests.Faults;

internal sealed class FaultScriptTests
{
    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    [Test]
    public async Task A_run_with_faults_writes_them_down_and_is_the_same_when_it_is_played_again()
    {
        using DatabaseFiles files = await DatabaseFiles.CreateAsync(Token);
        SeedRunner runner = new(FaultMixReader.Read("F2,F14,F26,F27,F28", 0.3), blocks: 40);

        RunResult first = runner.Play(3, files, Token);
        RunResult again = new SeedRunner(FaultMix.None, blocks: 40).Play(first.Trace, files, Token);

        Assert.That(first.Counts.Faults.Values.Sum(), Is.Positive);
        Assert.That(again.Counts.Faults, Is.EquivalentTo(first.Counts.Faults));
        Assert.That(again.Trace.ToJson(), Is.EqualTo(first.Trace.ToJson()));
        Assert.That((again.Counts.Steps, again.Counts.Refusals), Is.EqualTo((first.Counts.Steps, first.Counts.Refusals)));
    }

    [TestCase("none", 0)]
    [TestCase("all", 35)]
    [TestCase("F1", 1)]
    [TestCase("f1, F35", 2)]
    public void The_kinds_are_read_as_a_person_writes_them(string text, int count) =>
        Assert.That(FaultMixReader.Read(text, 0.3).Kinds, Has.Count.EqualTo(count));
}
