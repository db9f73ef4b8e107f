using System.Globalization;
using ChainTips.Chain;
using ChainTips.Simulation.Faults;
using ChainTips.Simulation.Running;
using ChainTips.Simulation.Schedules;

namespace ChainTips.Simulation.Tests.Running;

/// <summary>The same seed is the same run, request by request, and so is the trace that was written of it.</summary>
internal sealed class SameRunTests
{
    private const int Blocks = 40;

    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    [TestCase("none", 0)]
    [TestCase("all", 0.3)]
    [TestCase("F26,F27", 0.5, Description = "late answers, so that endpoints are asked beside each other")]
    public async Task The_same_seed_is_the_same_run(string kinds, double probability)
    {
        using DatabaseFiles files = await DatabaseFiles.CreateAsync(Token);
        SeedRunner runner = new(FaultMixReader.Read(kinds, probability), Blocks);
        SeedRunner replayer = new(FaultMix.None, Blocks);
        for (ulong seed = TortureSize.From; seed < TortureSize.From + TortureSize.FaultSeeds; seed++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"seed {seed}, faults {kinds}");

            RunResult first = runner.Play(seed, files, Token);

            Assert.That(runner.Play(seed, files, Token).Log.Lines, Is.EqualTo(first.Log.Lines), name);
            Assert.That(replayer.Play(first.Trace, files, Token).Log.Lines, Is.EqualTo(first.Log.Lines), name + ", its trace");
            Assert.That(first.Log.Lines, Has.Some.Contains("eth_getBlockByNumber").And.Some.Contains("AfterCommit").And.Some.Contains("entries, books"));
        }
    }

    [Test]
    public async Task Another_order_of_the_answers_is_another_run_with_the_same_books()
    {
        const ulong ThreeEndpointsAndSmallRanges = 14;
        using DatabaseFiles files = await DatabaseFiles.CreateAsync(Token);
        SeedRunner runner = new(FaultMix.None, Blocks);
        RunResult first = runner.Play(ThreeEndpointsAndSmallRanges, files, Token);

        RunResult other = runner.Play(first.Trace with { Actions = [.. first.Trace.Actions.Select(Reordered)] }, files, Token);

        Assert.That(other.Failure, Is.Null);
        Assert.That(other.Log.Fingerprint(), Is.Not.EqualTo(first.Log.Fingerprint()));
        Assert.That(other.Log.Lines[^1], Is.EqualTo(first.Log.Lines[^1]), "the books");
    }

    [Test]
    public async Task A_gateway_that_leaves_the_thread_of_its_run_is_noticed()
    {
        using DatabaseFiles files = await DatabaseFiles.CreateAsync(Token);
        SeedRunner runner = new(FaultMix.None, Blocks) { Variant = new GatewayVariant(source => new StrayingSource(source), database => database) };

        RunResult result = runner.Play(1, files, Token);

        Assert.That(result.Failure?.Differences[0], Does.Contain("came on thread"));
    }

    private static SimulationAction Reordered(SimulationAction action) =>
        action is SimulationAction.Poll poll ? poll with { Order = poll.Order + 1 } : action;

    private sealed class StrayingSource(IChainSource inner) : ForwardingSource(inner)
    {
        public override async Task<ChainHeads> ReadHeadsAsync(CancellationToken cancellationToken)
        {
            await Task.Run(() => { }, cancellationToken);
            return await base.ReadHeadsAsync(cancellationToken);
        }
    }
}
