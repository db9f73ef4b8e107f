using System.Globalization;
using ChainTips.Testing;

namespace ChainTips.Server.Tests.Disk;

/// <summary>R7: the disk is full or fails. The gateway says so and ends, or goes on rightly; started again, it has each tip once.</summary>
[CancelAfter(36_000_000)]
[Parallelizable]
internal sealed class DiskFaultTests
{
    private const int CostOfOneFault = 150;
    private const int FirstCall = 3;
    private const int LastCall = 60;
    private const string Fails = "The disk failed under the database";
    private const string IsFull = "is full";

    /// <summary>The first calls are of the opening.</summary>
    private const string FailsAtStart = "cannot be opened for writing";

    /// <summary>What happens at which call, and what the gateway says; once, or from then on.</summary>
    private static readonly (string Fault, string Reason)[] Faults =
    [
        ("fsync:error=EIO:when={0}", Fails),
        ("pwrite64:error=ENOSPC:when={0}+", IsFull),
        ("fsync:error=EIO:when={0}+", Fails),
        ("pwrite64:error=ENOSPC:when={0}", IsFull),
        ("pwrite64:error=EIO:when={0}+", Fails),
        ("pwrite64:error=EROFS:when={0}+", Fails),
    ];

    private DiskBooks _books = null!;

    [OneTimeSetUp]
    public async Task PrepareAsync()
    {
        Tracer.Demand();
        _books = await DiskBooks.MakeAsync();
    }

    [Test]
    [Description("CHAINTIPS_TEST_SIZE=9000 tries each fault at 10 calls")]
    public async Task A_disk_that_fails_ends_the_gateway_with_a_reason_and_never_makes_a_wrong_book()
    {
        int tries = Trials.Count(CostOfOneFault);
        SeededRandom random = Trials.Random();
        int first = random.Between(0, Faults.Length - 1);
        int ended = 0;
        for (int i = 0; i < tries; i++)
        {
            (string fault, string reason) = Faults[(first + i) % Faults.Length];
            string injection = fault.Replace("{0}", random.Between(FirstCall, LastCall).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
            await using DiskRun run = await DiskRun.PrepareAsync(_books);
            await run.RunAsync(Tracer.Command(run.Folder, injection));
            if (run.ExitCode is int exitCode)
            {
                ended++;
                Assert.That(exitCode, Is.EqualTo(1), run.Said);
                Assert.That(run.Said, Does.Contain(reason).Or.Contains(FailsAtStart), injection);
                Assert.That(run.Said, Does.Contain("chaintips.db").And.Not.Contain("   at ChainTips"), injection);
            }

            await run.AssertWholeAsync();
            await run.AssertRecoversAsync();
        }

        await TestContext.Out.WriteLineAsync($"ended {ended} of {tries} times");
        Assert.That(ended, Is.GreaterThan(0));
    }
}
