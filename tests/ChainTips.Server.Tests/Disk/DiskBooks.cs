using ChainTips.Identity;
using ChainTips.Ledger;
using ChainTips.Platforms;
using ChainTips.Posts;
using ChainTips.Server.Configuration;
using ChainTips.Server.Tests.Running;
using ChainTips.Storage.Sqlite;
using ChainTips.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;

namespace ChainTips.Server.Tests.Disk;

/// <summary>A database file with one post, the same each time, and what is demanded of it after the disk or the gateway failed.</summary>
internal sealed class DiskBooks
{
    private readonly byte[] _file;
    private readonly Id<Platform> _platform;

    private DiskBooks(byte[] file, Id<Platform> platform, Post post)
    {
        _file = file;
        _platform = platform;
        Post = post;
    }

    /// <summary>What is tipped.</summary>
    public Post Post { get; }

    public static async Task<DiskBooks> MakeAsync()
    {
        using TemporaryFolder folder = new();
        Post post;
        Id<Platform> platform;
        using (SqliteDatabase database = SqliteDatabase.Open(folder.Database, TimeProvider.System).Database)
        {
            await using IGatewayTransaction books = await database.BeginAsync(CancellationToken.None);
            platform = (await books.Platforms.ReadLocalAsync(CancellationToken.None)).Id;
            Creator creator = Given.Creator(platform, address: LocalChain.Payee);
            post = Given.Post(creator);
            await books.Posts.AddCreatorAsync(creator, CancellationToken.None);
            await books.Posts.AddPostAsync(post, CancellationToken.None);
            await books.CommitAsync(CancellationToken.None);
        }

        return new DiskBooks(await File.ReadAllBytesAsync(folder.Database), platform, post);
    }

    /// <summary>Puts the database into a folder.</summary>
    public void CopyTo(TemporaryFolder folder) => File.WriteAllBytes(folder.Database, _file);

    /// <summary>Asserts, on a copy, that the file is whole, that the books have no fault as far as they go, and how far they go at least.</summary>
    public static async Task AssertWholeAsync(TemporaryFolder folder, ulong acknowledged)
    {
        using TemporaryFolder copy = new();
        foreach (string file in Directory.EnumerateFiles(folder.Path, "chaintips.db*"))
        {
            File.Copy(file, Path.Combine(copy.Path, Path.GetFileName(file)));
        }

        Assert.That(CheckFile(copy.Database), Is.EqualTo("ok"));
        using SqliteDatabase database = SqliteDatabase.Open(copy.Database, TimeProvider.System).Database;
        LedgerAudit audit = new(database, Chain.Settings);
        List<string> faults = [];
        await foreach (string fault in audit.FindFaultsAsync(CancellationToken.None))
        {
            faults.Add(fault);
        }

        await using IGatewayTransaction books = await database.BeginReadAsync(CancellationToken.None);
        ulong applied = (await books.Chains.FindAsync(LocalChain.Id, CancellationToken.None))?.Cursor.Head?.Number.Value ?? 0;
        Assert.That(faults, Is.Empty);
        Assert.That(applied, Is.GreaterThanOrEqualTo(acknowledged));
    }

    /// <summary>Asserts that each of so many tips is settled, once; the hash of the whole ledger.</summary>
    public async Task<string> AssertEachOnceAsync(TemporaryFolder folder, int tips)
    {
        using SqliteDatabase database = SqliteDatabase.Open(folder.Database, TimeProvider.System).Database;
        await using IGatewayTransaction books = await database.BeginReadAsync(CancellationToken.None);
        Page<BookedPayment> page = await books.Ledger.ListPaymentsAsync(
            new PaymentFilter(_platform, null, null, null), new PageRequest<Payment>(100, null), CancellationToken.None);
        Assert.That(
            page.Items.Where(booked => booked.State == EntryState.Settled).Select(booked => (int)booked.Payment.Tip.Amount.BaseUnits),
            Is.EquivalentTo(Enumerable.Range(1, tips)));
        return LedgerHash.Combine(await books.Audit.ReadHeadsAsync(LocalChain.Id, CancellationToken.None)).ToString();
    }

    private static ConfiguredChain Chain => GatewayConfiguration.Read(
        new ConfigurationBuilder().AddInMemoryCollection(LocalChain.Configure("http://127.0.0.1:1")).Build()).Chains[0];

    private static string? CheckFile(string path)
    {
        using SqliteConnection raw = new(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString);
        raw.Open();
        using SqliteCommand command = raw.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        return command.ExecuteScalar() as string;
    }
}
