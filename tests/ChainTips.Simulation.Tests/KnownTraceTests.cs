using ChainTips.Simulation.Faults;
using ChainTips.Simulation.Running;
using ChainTips.Simulation.Schedules;

namespace ChainTips.Simulation.Tests;

/// <summary>Runs that once failed, made short: each file of the folder Traces is one, and its name says what went wrong.</summary>
internal sealed class KnownTraceTests
{
    private static readonly string Folder = Path.Combine(Sources.Root, "tests", "ChainTips.Simulation.Tests", "Traces");

    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    private static IEnumerable<TestCaseData<string>> Names =>
        Directory.EnumerateFiles(Folder, "*.json").Order(StringComparer.Ordinal).Select(Path.GetFileNameWithoutExtension)
            .Select(name => new TestCaseData<string>(name!) { TestName = name!.Replace('-', ' ') });

    [TestCaseSource(nameof(Names))]
    public async Task What_once_went_wrong_does_not(string name)
    {
        using DatabaseFiles files = await DatabaseFiles.CreateAsync(Token);
        Trace trace = Trace.Parse(await File.ReadAllTextAsync(Path.Combine(Folder, name + ".json"), Token));

        RunResult result = new SeedRunner(FaultMix.None, blocks: 40).Play(trace, files, Token);

        Assert.That(result.Failure, Is.Null, SeedRunner.Describe(result));
        Assert.That(result.Counts.Steps, Is.Positive);
    }
}
