using ChainTips.Simulation.Schedules;
using ChainTips.Simulation.Tests.Running;

namespace ChainTips.Simulation.Tests;

/// <summary>What <c>chaintips torture</c> does for the one who calls it.</summary>
internal sealed class TortureTests
{
    private DirectoryInfo _folder = null!;

    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    [SetUp]
    public void CreateFolder() => _folder = Directory.CreateTempSubdirectory("chaintips-torture-test-");

    [TearDown]
    public void DeleteFolder() => _folder.Delete(recursive: true);

    [Test]
    public async Task A_product_that_is_right_passes_and_the_sums_are_said()
    {
        using StringWriter output = new();

        bool isRight = await new Torture(Options(), output, null).RunAsync(Token);

        Assert.That(isRight, Is.True);
        Assert.That(output.ToString(), Does.StartWith("3 seeds: 0 lost, 0 doubled, 0 wrong"));
        Assert.That(_folder.GetFiles(), Is.Empty);
    }

    [Test]
    public async Task A_failing_seed_prints_what_differs_and_writes_the_shortest_trace()
    {
        using StringWriter output = new();

        bool isRight = await new Torture(Options(), output, null) { Variant = Mutant.VoidsNothing }.RunAsync(Token);

        Trace shortest = Trace.Parse(await File.ReadAllTextAsync(_folder.GetFiles("torture-*.json").Single().FullName, Token));
        Assert.That(isRight, Is.False);
        Assert.That(output.ToString(), Does.Contain("seed 1, action").And.Contain("WRONG CREDIT").And.Contain("chaintips torture --seeds 1 --from 1 --trace "));
        Assert.That(shortest.Actions, Has.Count.LessThanOrEqualTo(5));
        Assert.That(shortest.Actions, Has.Some.TypeOf<SimulationAction.Reorganize>());
    }

    [Test]
    public async Task A_trace_that_was_written_fails_again_when_it_is_played()
    {
        using StringWriter output = new();
        await new Torture(Options(), output, null) { Variant = Mutant.VoidsNothing }.RunAsync(Token);
        TortureOptions again = Options() with { Trace = _folder.GetFiles("torture-1.json").Single() };

        Assert.That(await new Torture(again, output, null) { Variant = Mutant.VoidsNothing }.RunAsync(Token), Is.False);
        Assert.That(await new Torture(again, output, null).RunAsync(Token), Is.True, "the product itself is right");
    }

    [TestCase("F36", 0.3, "'F36' is no fault")]
    [TestCase("most", 0.3, "'most' is no fault")]
    [TestCase("all", 30, "30 is not between 0 and 1")]
    public async Task A_wrong_option_says_what_to_write(string faults, double probability, string message)
    {
        Torture torture = new(Options() with { Faults = faults, FaultsProbability = probability }, TextWriter.Null, null);

        FormatException? error = await Assert.ThrowsAsync<FormatException>(() => torture.RunAsync(Token));

        Assert.That(error!.Message, Does.Contain(message));
    }

    [Test]
    public async Task A_file_that_is_no_trace_is_refused()
    {
        FileInfo file = new(Path.Combine(_folder.FullName, "no-trace.json"));
        await File.WriteAllTextAsync(file.FullName, "{}", Token);
        Torture torture = new(Options() with { Trace = file }, TextWriter.Null, null);

        FormatException? error = await Assert.ThrowsAsync<FormatException>(() => torture.RunAsync(Token));

        Assert.That(error!.Message, Does.Contain("no-trace.json").And.Contain("Use one that a failing run wrote"));
    }

    private TortureOptions Options() => new()
    {
        Seeds = 3,
        From = 1,
        Blocks = 40,
        Faults = "none",
        FaultsProbability = 0.3,
        Jobs = 1,
        Folder = _folder,
    };
}
