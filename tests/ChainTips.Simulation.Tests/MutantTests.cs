using System.Globalization;
using ChainTips.Simulation.Faults;
using ChainTips.Simulation.Running;
using ChainTips.Simulation.Tests.Running;

namespace ChainTips.Simulation.Tests;

/// <summary>The oracle bites: a product that is broken on purpose is caught, each way within a few seeds.</summary>
internal sealed class MutantTests
{
    private const ulong MostSeeds = 40;

    private static readonly TestCaseData[] Mutants =
    [
        new TestCaseData(() => Mutant.IdentityByLogIndex).SetArgDisplayNames("identity by logIndex"),
        new TestCaseData(() => Mutant.OverlooksAReceipt).SetArgDisplayNames("a receipt is overlooked"),
        new TestCaseData(() => Mutant.TakesOtherContracts).SetArgDisplayNames("another contract's event counts"),
        new TestCaseData(() => Mutant.TakesALowerHeadForAReorg).SetArgDisplayNames("a lower head is a reorg"),
        new TestCaseData(() => Mutant.VoidsNothing).SetArgDisplayNames("a reorg voids nothing"),
        new TestCaseData(() => Mutant.VoidsOneBlock).SetArgDisplayNames("a reorg voids one block"),
        new TestCaseData(() => Mutant.SettlesEarly).SetArgDisplayNames("settled a block early"),
        new TestCaseData(() => Mutant.CutsAmounts).SetArgDisplayNames("amounts cut to 64 bits"),
        new TestCaseData(() => Mutant.DoublesAfterRestart()).SetArgDisplayNames("doubled after a restart"),
        new TestCaseData(() => Mutant.KeepsRefusals).SetArgDisplayNames("the inbox keeps what left"),
        new TestCaseData(() => Mutant.GuessesReferences).SetArgDisplayNames("an unknown reference is guessed"),
    ];

    [TestCaseSource(nameof(Mutants))]
    public Task A_broken_product_is_caught(Func<GatewayVariant> mutant) => CatchAsync(mutant(), FaultMix.None);

    [TestCase(FaultKind.F2)]
    [TestCase(FaultKind.F5)]
    [TestCase(FaultKind.F8)]
    public Task A_product_that_believes_empty_answers_is_caught_by_the_faults(FaultKind kind) =>
        CatchAsync(Mutant.BelievesEmptyAnswers, new FaultMix([kind], 0.3));

    private static async Task CatchAsync(GatewayVariant mutant, FaultMix mix)
    {
        RunResult? caught = null;
        SeedRunner runner = new(mix, blocks: 40) { Variant = mutant };

        await runner.PlayManyAsync(1, MostSeeds, jobs: 1, Take, TestContext.CurrentContext.CancellationToken);

        Assert.That(caught, Is.Not.Null, $"{MostSeeds} seeds found nothing");
        await TestContext.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"caught by seed {caught!.Trace.Seed}: {caught.Failure!.Differences[0]}"));

        bool Take(RunResult result)
        {
            caught = result.Failure is null ? null : result;
            return caught is null;
        }
    }
}
