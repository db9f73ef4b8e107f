using System.Globalization;
using ChainTips.Testing;

namespace ChainTips.Server.Tests.Disk;

/// <summary>R6: the gateway dies at a write to the disk. Nothing that it told is gone, and in the end the books are those of an undisturbed run.</summary>
[CancelAfter(36_000_000)]
[Parallelizable]
internal sealed class KillPointTests
{
    private const string Writes = "pwrite64";
    private const string Flushes = "fsync";
    private const string Never = "65535";
    private const int CostOfOnePoint = 300;

    /// <summary>The variable that names the calls to die at, as <c>101-200</c>: a run over all of them can be made in parts.</summary>
    private const string PointsVariable = "CHAINTIPS_TEST_POINTS";

    private readonly Dictionary<string, IReadOnlyList<int>> _callsByThread = [];
    private DiskBooks _books = null!;
    private string _undisturbed = "";

    [OneTimeSetUp]
    public async Task RunUndisturbedAsync()
    {
        Tracer.Demand();
        _books = await DiskBooks.MakeAsync();
        await using DiskRun run = await DiskRun.PrepareAsync(_books);
        await run.RunAsync(Tracer.Command(run.Folder, $"{Writes},{Flushes}:signal=KILL:when={Never}"));
        Assert.That(run.ExitCode, Is.Null, run.Said);
        foreach (string call in new[] { Writes, Flushes })
        {
            _callsByThread[call] = Tracer.CountByThread(run.Folder, call);
        }

        _undisturbed = await run.AssertRecoversAsync();
    }

    [TestCase(Writes)]
    [TestCase(Flushes)]
    [Description("CHAINTIPS_TEST_SIZE=1000000 tries every call, CHAINTIPS_TEST_POINTS=101-200 these")]
    public async Task A_gateway_that_dies_at_any_write_loses_and_doubles_nothing(string call)
    {
        int killed = 0;

        // strace counts for each thread; all but a few calls are of the one thread of the pool.
        int[] points = Choose(_callsByThread[call][0]);
        foreach (int point in points)
        {
            await using DiskRun run = await DiskRun.PrepareAsync(_books);
            await run.RunAsync(Tracer.Command(run.Folder, string.Create(CultureInfo.InvariantCulture, $"{call}:signal=KILL:when={point}")));
            killed += run.ExitCode is null ? 0 : 1;
            await run.AssertWholeAsync();
            Assert.That(await run.AssertRecoversAsync(), Is.EqualTo(_undisturbed), $"call {point}");
            await TestContext.Progress.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{call} {point}: {(run.ExitCode is null ? "not met" : "killed")}"));
        }

        await TestContext.Out.WriteLineAsync(
            $"{call}: {string.Join(" + ", _callsByThread[call])} calls in an undisturbed run, by thread; killed at {killed} of {points.Length} points");
        Assert.That(killed, Is.GreaterThan(0));
    }

    private static int[] Choose(int calls)
    {
        if (Environment.GetEnvironmentVariable(PointsVariable) is { Length: > 0 } text)
        {
            return NamedPoints(text);
        }

        int wanted = Math.Min(calls, Trials.Count(CostOfOnePoint));

        // The last calls of a run are not made each time; a single point is chosen where it is sure to be met.
        return wanted == calls
            ? [.. Enumerable.Range(1, calls)]
            : [.. Trials.Random().Shuffled(Enumerable.Range(1, calls * 9 / 10)).Take(wanted).Order()];
    }

    private static int[] NamedPoints(string text)
    {
        string[] ends = text.Split('-');
        return ends.Length == 2
            && int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out int first) && first > 0
            && int.TryParse(ends[1], NumberStyles.None, CultureInfo.InvariantCulture, out int last) && last >= first
            ? [.. Enumerable.Range(first, last - first + 1)]
            : throw new FormatException($"{PointsVariable} is '{text}'; write the first and the last call to die at, such as 101-200.");
    }
}
