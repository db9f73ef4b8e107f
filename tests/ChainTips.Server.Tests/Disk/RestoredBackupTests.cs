namespace ChainTips.Server.Tests.Disk;

/// <summary>A backup is put in the place of the database: what the chain says since then is read again, and nothing comes twice.</summary>
[CancelAfter(300_000)]
[Parallelizable]
internal sealed class RestoredBackupTests
{
    private const int TipsInBackup = 7;

    [Test]
    public async Task An_old_backup_becomes_the_same_books_again()
    {
        await using DiskRun run = await DiskRun.PrepareAsync(await DiskBooks.MakeAsync());
        await run.RunAsync(TipsInBackup, "TERM");
        byte[] backup = await File.ReadAllBytesAsync(run.Database);
        string before = await run.AssertRecoversAsync();

        run.Restore(backup);

        Assert.That(await run.AssertRecoversAsync(), Is.EqualTo(before));
    }

    [Test]
    [Description("https://www.sqlite.org/howtocorrupt.html, 1.4")]
    public async Task The_log_of_another_file_beside_a_backup_is_found_out_and_not_booked_upon()
    {
        await using DiskRun run = await DiskRun.PrepareAsync(await DiskBooks.MakeAsync());
        byte[] empty = await File.ReadAllBytesAsync(run.Database);
        await run.RunAsync(TipsInBackup, "TERM");
        await run.RunAsync(DiskRun.Tips, "KILL");
        Assert.That(new FileInfo(run.Database + "-wal"), Has.Length.GreaterThan(0));

        run.Restore(empty);
        Running.EndedProcess ended = await run.EndAsync();

        Assert.That(ended.ExitCode, Is.EqualTo(1), ended.Everything);
        Assert.That(ended.Error, Does.Contain("damaged").And.Contains("chaintips.db-wal").And.Contains("Restore it from a backup"));

        File.Delete(run.Database + "-wal");
        File.Delete(run.Database + "-shm");
        run.Restore(empty);
        await run.AssertRecoversAsync();
    }
}
