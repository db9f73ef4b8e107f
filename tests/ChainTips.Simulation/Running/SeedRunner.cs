using System.Globalization;
using ChainTips.Simulation.Faults;
using ChainTips.Simulation.Schedules;

namespace ChainTips.Simulation.Running;

/// <summary>Plays the runs of many seeds, several at once, each on a thread of its own.</summary>
/// <param name="mix">Which faults there are.</param>
/// <param name="blocks">About how many blocks a run has.</param>
internal sealed class SeedRunner(FaultMix mix, int blocks)
{
    /// <summary>Where most looks come to nothing, the gateway needs more of them to have anything to lose.</summary>
    private const int PollsAmongFaults = 5;

    /// <summary>What is under test; the product, unless a test breaks it on purpose.</summary>
    public GatewayVariant Variant { get; init; } = GatewayVariant.Product;

    /// <summary>Plays the run of one seed.</summary>
    public RunResult Play(ulong seed, DatabaseFiles files, CancellationToken cancellationToken) =>
        Play(ScheduleGenerator.Make(seed, blocks, mix.Kinds.Count == 0 ? 1 : PollsAmongFaults), files, cancellationToken);

    /// <summary>Plays a trace.</summary>
    public RunResult Play(Trace trace, DatabaseFiles files, CancellationToken cancellationToken)
    {
        using SimulationRun run = new(trace, mix, files, Variant);
        return run.Play(cancellationToken);
    }

    /// <summary>Plays the runs of some seeds.</summary>
    /// <param name="first">The first seed.</param>
    /// <param name="count">How many.</param>
    /// <param name="jobs">How many at once.</param>
    /// <param name="report">Is called after each run, one at a time; false ends the whole.</param>
    /// <param name="cancellationToken">Ends the whole.</param>
    public async Task PlayManyAsync(ulong first, ulong count, int jobs, Func<RunResult, bool> report, CancellationToken cancellationToken)
    {
        using DatabaseFiles files = await DatabaseFiles.CreateAsync(cancellationToken);
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Lock gate = new();
        ulong next = first;
        await Task.WhenAll(Enumerable.Range(0, jobs).Select(_ => Task.Factory.StartNew(
            Work, cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        void Work()
        {
            while (TakeNext() is ulong seed)
            {
                RunResult result = Play(seed, files, cancellationToken);
                lock (gate)
                {
                    if (!end.IsCancellationRequested && !report(result))
                    {
                        end.Cancel();
                    }
                }
            }
        }

        ulong? TakeNext()
        {
            lock (gate)
            {
                return end.IsCancellationRequested || next - first >= count ? null : next++;
            }
        }
    }

    /// <summary>What went wrong, as a person reads it.</summary>
    public static string Describe(RunResult result) => result.Failure is not RunFailure failure
        ? string.Create(CultureInfo.InvariantCulture, $"seed {result.Trace.Seed}: nothing is wrong")
        : string.Create(
            CultureInfo.InvariantCulture,
            $"seed {result.Trace.Seed}, action {failure.Action} of {result.Trace.Actions.Count}, {failure.During}:\n  {string.Join("\n  ", failure.Differences)}");
}
