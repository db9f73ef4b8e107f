using System.Reflection;
using ChainTips.Storage.Sql;
using ChainTips.Storage.Sqlite;
using ChainTips.Testing;
using Dapper;
using Microsoft.Data.Sqlite;

namespace ChainTips.Storage.Tests.Sqlite;

[CancelAfter(30_000)]
internal sealed class SqliteDatabaseTests
{
    private readonly TestClock _clock = new();
    private DirectoryInfo _folder = null!;

    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    private string File => Path.Combine(_folder.FullName, "chaintips.db");

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("chaintips-test-");

    [TearDown]
    public void DeleteFolder()
    {
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    [Test]
    public void The_database_of_another_program_is_not_touched_at_all()
    {
        WriteForeignDatabase(File, "CREATE TABLE notes (text TEXT); INSERT INTO notes VALUES ('mine')");
        byte[] before = System.IO.File.ReadAllBytes(File);

        AssertRefused("database of another program");

        SqliteConnection.ClearAllPools();
        Assert.That(System.IO.File.ReadAllBytes(File), Is.EqualTo(before));
    }

    [Test]
    public void A_refusal_does_not_keep_the_file_open()
    {
        SqliteDatabase.Open(File, new TestClock()).Database.Dispose();
        using (SqliteConnection raw = RawFile.Open(File))
        {
            raw.Execute("UPDATE migrations SET checksum = 'abc' WHERE number = 1");
        }

        Assert.That(() => SqliteDatabase.Open(File, new TestClock()), Throws.InstanceOf<DatabaseFileException>());
        IEnumerable<string> open = new DirectoryInfo("/proc/self/fd").GetFiles().Select(file => file.LinkTarget ?? "");
        Assert.That(open.Where(target => target.StartsWith(File, StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void A_new_file_gets_every_migration()
    {
        OpenedDatabase opened = SqliteDatabase.Open(File, _clock);
        using SqliteDatabase database = opened.Database;

        Assert.That(opened.AppliedMigrations, Has.Some.EqualTo("0001_first_tip"));
        Assert.That(opened.AppliedMigrations, Is.Ordered.And.Unique);
    }

    [Test]
    public void A_folder_that_is_missing_is_made()
    {
        string path = Path.Combine(_folder.FullName, "data", "new", "chaintips.db");

        using SqliteDatabase database = SqliteDatabase.Open(path, _clock).Database;

        Assert.That(System.IO.File.Exists(path), Is.True);
    }

    [Test]
    public void A_second_opening_applies_nothing_and_derives_the_same_ids()
    {
        using SqliteDatabase first = SqliteDatabase.Open(File, _clock).Database;
        OpenedDatabase again = SqliteDatabase.Open(File, _clock);
        using SqliteDatabase second = again.Database;

        Assert.That(again.AppliedMigrations, Is.Empty);
        Assert.That(
            second.Ids.Derive<ChainTips.Ledger.Payment>("log"u8), Is.EqualTo(first.Ids.Derive<ChainTips.Ledger.Payment>("log"u8)));
    }

    [Test]
    public void Two_installations_derive_different_ids()
    {
        using SqliteDatabase first = SqliteDatabase.Open(File, _clock).Database;
        using SqliteDatabase second = SqliteDatabase.Open(File + "2", _clock).Database;

        Assert.That(
            second.Ids.Derive<ChainTips.Ledger.Payment>("log"u8), Is.Not.EqualTo(first.Ids.Derive<ChainTips.Ledger.Payment>("log"u8)));
    }

    [TestCase("journal_mode", "wal")]
    [TestCase("synchronous", "2", Description = "FULL: a commit survives a power cut")]
    [TestCase("foreign_keys", "1")]
    public async Task A_connection_of_the_ledger_is_set_up_to_lose_nothing(string pragma, string expected)
    {
        using SqliteDatabase database = SqliteDatabase.Open(File, _clock).Database;

        foreach (Func<CancellationToken, Task<IGatewayTransaction>> begin in new[] { database.BeginAsync, database.BeginReadAsync })
        {
            await using IGatewayTransaction books = await begin(Token);
            Assert.That(ConnectionOf(books).ExecuteScalar<string>($"PRAGMA {pragma}"), Is.EqualTo(expected));
        }
    }

    [Test]
    public async Task What_is_not_committed_is_gone()
    {
        using SqliteDatabase database = SqliteDatabase.Open(File, _clock).Database;
        await using (IGatewayTransaction books = await database.BeginAsync(Token))
        {
            await books.Posts.AddCreatorAsync(Given.Creator((await books.Platforms.ReadLocalAsync(Token)).Id), Token);
        }

        using SqliteConnection raw = RawFile.Open(File);
        Assert.That(raw.ExecuteScalar<long>("SELECT count(*) FROM creators"), Is.Zero);
    }

    [Test]
    public async Task A_reader_sees_one_unchanging_state_and_no_writer_waits_for_it()
    {
        using SqliteDatabase database = SqliteDatabase.Open(File, _clock).Database;
        await using IGatewayTransaction reader = await database.BeginReadAsync(Token);
        ChainTips.Platforms.Platform platform = await reader.Platforms.ReadLocalAsync(Token);
        ChainTips.Posts.Creator ada = Given.Creator(platform.Id);

        await using (IGatewayTransaction writer = await database.BeginAsync(Token))
        {
            await writer.Posts.AddCreatorAsync(ada, Token);
            await writer.CommitAsync(Token);
        }

        await using IGatewayTransaction later = await database.BeginReadAsync(Token);
        Assert.That(await reader.Posts.FindCreatorAsync(platform.Id, ada.Id, Token), Is.Null);
        Assert.That(await later.Posts.FindCreatorAsync(platform.Id, ada.Id, Token), Is.EqualTo(ada));
    }

    [Test]
    public async Task A_second_writer_waits_for_the_first()
    {
        using SqliteDatabase database = SqliteDatabase.Open(File, _clock).Database;
        IGatewayTransaction first = await database.BeginAsync(Token);

        Task<IGatewayTransaction> second = database.BeginAsync(Token);
        bool waited = !second.IsCompleted;
        await first.DisposeAsync();

        await using IGatewayTransaction books = await second;
        Assert.That(waited, Is.True);
        Assert.That(await books.Platforms.HasWorkingKeyAsync(Token), Is.False);
    }

    [Test]
    public async Task A_writer_that_gives_up_waiting_does_not_block_the_next()
    {
        using SqliteDatabase database = SqliteDatabase.Open(File, _clock).Database;
        using CancellationTokenSource impatience = new();
        IGatewayTransaction first = await database.BeginAsync(Token);
        Task<IGatewayTransaction> second = database.BeginAsync(impatience.Token);
        await impatience.CancelAsync();
        await Assert.ThatAsync(() => second, Throws.InstanceOf<OperationCanceledException>());
        await first.DisposeAsync();

        await using IGatewayTransaction third = await database.BeginAsync(Token);
        Assert.That(await third.Platforms.HasWorkingKeyAsync(Token), Is.False);
    }

    [TestCase("This is a letter, not a database. It is long enough to fill the header of a file, and more than that.")]
    [TestCase("SQLite format 3\0 and then nothing that makes sense, for as long as a header is, which is a hundred bytes.")]
    public void A_file_that_is_no_database_is_refused_and_left_as_it_is(string content)
    {
        System.IO.File.WriteAllText(File, content);

        AssertRefused("no SQLite database, or it is damaged", "Restore it from a backup, or name another file");

        Assert.That(System.IO.File.ReadAllText(File), Is.EqualTo(content));
    }

    [Test]
    public void A_damaged_database_is_refused()
    {
        SqliteDatabase.Open(File, _clock).Database.Dispose();
        byte[] bytes = System.IO.File.ReadAllBytes(File);
        bytes.AsSpan(100, 2000).Fill(0xff);
        System.IO.File.WriteAllBytes(File, bytes);

        AssertRefused("damaged", "Restore it from a backup");
    }

    [Test]
    public void A_folder_in_place_of_the_file_is_refused()
    {
        Directory.CreateDirectory(File);

        AssertRefused("cannot be opened for writing", "Check that the folder exists");
    }

    [Test]
    public void The_database_of_another_program_is_refused_and_keeps_its_content()
    {
        WriteForeignDatabase(File, "CREATE TABLE notes (text TEXT); INSERT INTO notes VALUES ('mine')");

        AssertRefused("database of another program", "Nothing was written", "Name another file");

        using SqliteConnection raw = RawFile.Open(File);
        Assert.That(raw.Query<string>("SELECT name FROM sqlite_schema").Single(), Is.EqualTo("notes"));
        Assert.That(raw.ExecuteScalar<string>("SELECT text FROM notes"), Is.EqualTo("mine"));
        Assert.That(raw.ExecuteScalar<long>("PRAGMA application_id"), Is.Zero);
    }

    [Test]
    public void An_empty_database_that_another_program_marked_is_refused()
    {
        WriteForeignDatabase(File, "PRAGMA application_id = 1; PRAGMA user_version = 1");

        AssertRefused("database of another program");
    }

    [Test]
    public void A_database_of_a_newer_version_is_refused_and_left_as_it_is()
    {
        SqliteDatabase.Open(File, _clock).Database.Dispose();
        ExecuteRaw("INSERT INTO migrations (number, name, checksum, applied_at) VALUES (9999, '9999_newer', 'abc', 0)");
        string before = Dump();

        AssertRefused("9999_newer", "does not know", "Start the newer version");

        Assert.That(Dump(), Is.EqualTo(before));
    }

    [Test]
    public void A_migration_that_differs_from_the_one_known_is_refused_and_the_file_left_as_it_is()
    {
        SqliteDatabase.Open(File, _clock).Database.Dispose();
        ExecuteRaw("UPDATE migrations SET checksum = 'abc' WHERE number = 1");
        string before = Dump();

        AssertRefused("0001_first_tip", "is not the one of this version", "Start the version that wrote it");

        Assert.That(Dump(), Is.EqualTo(before));
    }

    [Test]
    public void A_first_opening_that_was_cut_short_is_finished_by_the_next()
    {
        WriteForeignDatabase(
            File,
            """
            PRAGMA application_id = 0x74697073;
            CREATE TABLE migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT
            """);

        OpenedDatabase opened = SqliteDatabase.Open(File, _clock);
        using SqliteDatabase database = opened.Database;

        Assert.That(opened.AppliedMigrations, Has.Some.EqualTo("0001_first_tip"));
    }

    [Test]
    public void A_migration_is_dated_by_the_clock()
    {
        SqliteDatabase.Open(File, _clock).Database.Dispose();

        using SqliteConnection raw = RawFile.Open(File);
        Assert.That(
            raw.ExecuteScalar<long>("SELECT applied_at FROM migrations WHERE number = 1"), Is.EqualTo(_clock.GetUtcNow().ToUnixTimeMilliseconds()));
    }

    /// <summary>The connection that a transaction uses: what is set per connection cannot be seen from outside.</summary>
    private static SqliteConnection ConnectionOf(IGatewayTransaction books) => (SqliteConnection)typeof(SqlGatewayTransaction)
        .GetField("_connection", BindingFlags.NonPublic | BindingFlags.Instance)!.GetValue(books)!;

    private static void WriteForeignDatabase(string path, string sql)
    {
        using SqliteConnection raw = RawFile.Open(path);
        raw.Execute(sql);
    }

    private void ExecuteRaw(string sql)
    {
        using SqliteConnection raw = RawFile.Open(File);
        raw.Execute(sql);
    }

    private string Dump()
    {
        using SqliteConnection raw = RawFile.Open(File);
        return RawFile.Dump(raw);
    }

    private void AssertRefused(params string[] named)
    {
        DatabaseFileException refusal = Assert.Throws<DatabaseFileException>(() => SqliteDatabase.Open(File, _clock).Database.Dispose())!;

        Assert.That(refusal.Message, Does.Contain(File));
        Assert.That(named.Where(value => !refusal.Message.Contains(value, StringComparison.Ordinal)), Is.Empty, refusal.Message);
    }
}
