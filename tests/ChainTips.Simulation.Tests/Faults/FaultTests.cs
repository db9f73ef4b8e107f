using System.Globalization;
using ChainTips.Simulation.Faults;
using ChainTips.Simulation.Running;

namespace ChainTips.Simulation.Tests.Faults;

/// <summary>R4: each fault alone, and any fault at 30 %: no wrong credit meanwhile, and convergence afterwards.</summary>
internal sealed class FaultTests
{
    private const int Blocks = 40;
    private const double Probability = 0.3;

    private static IEnumerable<FaultKind> Kinds =>
        FaultCatalog.All.Where(entry => entry.Injector is not null).Select(entry => entry.Kind);

    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    [TestCaseSource(nameof(Kinds))]
    public async Task A_fault_alone_loses_doubles_and_invents_nothing(FaultKind kind)
    {
        TortureSums sums = await PlayAsync([kind], seeds: 2);

        Assert.That(sums.FaultsOf(kind), Is.Positive, "the fault happened");
    }

    [Test]
    public async Task Any_fault_at_30_percent_loses_doubles_and_invents_nothing()
    {
        TortureSums sums = await PlayAsync([.. Kinds], TortureSize.FaultSeeds);

        await TestContext.Out.WriteLineAsync(sums.Describe(isRight: true));
        Assert.That(sums.Runs, Is.EqualTo((long)TortureSize.FaultSeeds));
    }

    [Test]
    public void Every_fault_of_the_catalogue_has_a_row_in_the_document()
    {
        string document = File.ReadAllText(Path.Combine(Sources.Root, "docs", "reliability.md"));
        IEnumerable<string> rows = FaultCatalog.All.Select(
            entry => $"| {entry.Kind} | {entry.Description} | {entry.How} | {entry.Outcome} |");

        Assert.That(FaultCatalog.All.Select(entry => entry.Kind), Is.EqualTo(Enum.GetValues<FaultKind>()));
        Assert.That(rows.Where(row => !document.Contains(row, StringComparison.Ordinal)), Is.Empty);
    }

    private static async Task<TortureSums> PlayAsync(FaultKind[] kinds, ulong seeds)
    {
        TortureSums sums = new();
        List<string> failures = [];
        SeedRunner runner = new(new FaultMix(kinds, Probability), Blocks);
        await runner.PlayManyAsync(
            TortureSize.From,
            seeds,
            jobs: 2,
            result =>
            {
                sums.Add(result);
                failures.AddRange(result.Failure is null ? [] : [SeedRunner.Describe(result)]);
                return failures.Count < 3;
            },
            Token);
        Assert.That(
            failures, Is.Empty, string.Create(CultureInfo.InvariantCulture, $"{seeds} seeds from {TortureSize.From}, faults {string.Join(',', kinds)}"));
        return sums;
    }
}
