using System.Diagnostics;

namespace ChainTips.Server.Tests.Disk;

/// <summary>R7 on a real disk of its own, in memory: one megabyte, which fills up; one that can only be read.</summary>
[CancelAfter(300_000)]
[Parallelizable]
internal sealed class FullDiskTests
{
    /// <summary>Runs the command on a disk of its own, of which a part is taken, and keeps what is on it at the end.</summary>
    private const string OnSmallDisk = """
        mkdir "$0/disk" && mount -t tmpfs -o size=1024k none "$0/disk" && cp "$0/chaintips.db" "$0/disk" || exit 9
        head -c "$1" /dev/zero >"$0/disk/taken"; shift
        export ChainTips__Database="$0/disk/chaintips.db" ChainTips__SigningKeyFile="$0/signing.key"
        trap : TERM; "$@" & wait $!; code=$?
        cp "$0"/disk/chaintips.db* "$0"; exit $code
        """;

    private const string OnReadOnlyDisk = """
        mkdir "$0/disk" && mount -t tmpfs none "$0/disk" && cp "$0/chaintips.db" "$0/disk" && mount -o remount,ro "$0/disk" || exit 9
        export ChainTips__Database="$0/disk/chaintips.db" ChainTips__SigningKeyFile="$0/signing.key"
        exec "$@"
        """;

    private DiskBooks _books = null!;

    [OneTimeSetUp]
    public async Task PrepareAsync()
    {
        using Process trial = Process.Start("unshare", ["-rm", "mount", "-t", "tmpfs", "none", "/mnt"]);
        await trial.WaitForExitAsync();
        if (trial.ExitCode != 0)
        {
            Assert.Ignore("This machine lets nobody mount a disk of his own (unshare -rm): a disk that is full or read-only is NOT tested.");
        }

        _books = await DiskBooks.MakeAsync();
    }

    [TestCase("400000", "is full", "Free some space", Description = "it fills up while the tips come")]
    [TestCase("1048576", "cannot be opened for writing", "has free space", Description = "it is full from the start")]
    public async Task A_full_disk_ends_the_gateway_with_a_reason_and_nothing_is_lost(string taken, string reason, string remedy)
    {
        await using DiskRun run = await DiskRun.PrepareAsync(_books);

        await run.RunAsync("unshare", "-rm", "sh", "-c", OnSmallDisk, run.Folder, taken);

        Assert.That(run.ExitCode, Is.EqualTo(1), run.Said);
        Assert.That(run.Said, Does.Contain(reason).And.Contains("disk/chaintips.db").And.Contains(remedy).And.Not.Contain("   at ChainTips"));
        await run.AssertWholeAsync();
        await run.AssertRecoversAsync();
    }

    [Test]
    public async Task A_read_only_disk_ends_the_gateway_with_a_reason()
    {
        await using DiskRun run = await DiskRun.PrepareAsync(_books);

        await run.RunAsync("unshare", "-rm", "sh", "-c", OnReadOnlyDisk, run.Folder);

        Assert.That(run.ExitCode, Is.EqualTo(1), run.Said);
        Assert.That(run.Said, Does.Contain("cannot be opened for writing").And.Contains("disk/chaintips.db").And.Not.Contain("   at ChainTips"));
    }
}
