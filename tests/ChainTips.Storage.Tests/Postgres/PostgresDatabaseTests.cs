using System.Data.Common;
using System.Reflection;
using ChainTips.Storage.Sql;
using ChainTips.Testing;
using Dapper;
using Npgsql;

namespace ChainTips.Storage.Tests.Postgres;

[CancelAfter(30_000)]
internal sealed class PostgresDatabaseTests
{
    private readonly TestClock _clock = new();
    private PostgresTestDatabase _place = null!;

    [SetUp]
    public void Create() => _place = PostgresTestServer.CreateEmptyDatabase();

    [TearDown]
    public void Drop() => _place?.Dispose();

    [Test]
    public void An_empty_database_gets_every_migration_once_and_derives_the_same_ids()
    {
        OpenedDatabase<IGatewayDatabase> first = GatewayDatabase.Open(_place.Location, _clock);
        using IGatewayDatabase database = first.Database;
        OpenedDatabase<IGatewayDatabase> second = GatewayDatabase.Open(_place.Location, _clock);
        using IGatewayDatabase again = second.Database;

        Assert.That(first.AppliedMigrations, Has.Some.EqualTo("0001_first_tip"));
        Assert.That(second.AppliedMigrations, Is.Empty);
        Assert.That(again.Ids.Derive<ChainTips.Ledger.Payment>("log"u8), Is.EqualTo(database.Ids.Derive<ChainTips.Ledger.Payment>("log"u8)));
    }

    [Test]
    public async Task Gateways_that_are_started_at_once_migrate_once()
    {
        OpenedDatabase<IGatewayDatabase>[] opened =
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => GatewayDatabase.Open(_place.Location, _clock))));

        Assert.That(opened.Count(one => one.AppliedMigrations.Count > 0), Is.EqualTo(1));
        Assert.That(opened.Select(one => one.Database.Ids.Derive<ChainTips.Ledger.Payment>("log"u8)).Distinct(), Has.Exactly(1).Items);
        foreach (OpenedDatabase<IGatewayDatabase> one in opened)
        {
            one.Database.Dispose();
        }
    }

    [Test]
    public void The_database_of_another_program_is_refused_and_keeps_its_content()
    {
        Execute("CREATE TABLE notes (text TEXT); INSERT INTO notes VALUES ('mine')");

        AssertRefused("tables of another program", "Nothing was written", "Name an empty database");

        using NpgsqlConnection raw = PostgresServer.Connect(_place.Location);
        Assert.That(raw.Query<string>("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"), Is.EqualTo(new[] { "notes" }));
        Assert.That(raw.ExecuteScalar<string>("SELECT text FROM notes"), Is.EqualTo("mine"));
    }

    [Test]
    public void A_table_of_migrations_of_another_program_is_not_ours()
    {
        Execute("CREATE TABLE migrations (number BIGINT, name TEXT, checksum TEXT, applied_at BIGINT)");

        AssertRefused("another program");
    }

    [TestCase("INSERT INTO migrations (number, name, checksum, applied_at) VALUES (9999, '9999_newer', 'abc', 0)", "9999_newer", "Start the newer version")]
    [TestCase("UPDATE migrations SET checksum = 'abc' WHERE number = 1", "0001_first_tip", "Start the version that wrote it")]
    public void A_schema_that_this_version_does_not_know_is_refused_and_left_as_it_is(string change, string migration, string remedy)
    {
        GatewayDatabase.Open(_place.Location, _clock).Database.Dispose();
        Execute(change);
        string before = _place.Dump();

        AssertRefused(migration, remedy);

        Assert.That(_place.Dump(), Is.EqualTo(before));
    }

    [Test]
    public void A_refusal_leaves_the_lock_of_the_migration_to_the_next()
    {
        Execute("CREATE TABLE notes (text TEXT)");
        AssertRefused("another program");
        Execute("DROP TABLE notes");

        using IGatewayDatabase database = GatewayDatabase.Open(_place.Location, _clock).Database;

        Assert.That(database.Ids, Is.Not.Null);
    }

    [TestCase("postgres://tips:hunter2@127.0.0.1:1/chaintips", "chaintips at 127.0.0.1:1", "Check host, port, database, user and password")]
    [TestCase("Host=127.0.0.1;Port=1;Username=tips;Password=hunter2;Database=chaintips", "chaintips at 127.0.0.1:1", "Check host")]
    [TestCase("postgres://tips:hunter2@127.0.0.1/chaintips?Hots=hunter2", "cannot be read", "Write postgres://user:password@host:5432/database")]
    [TestCase("postgres://tips:hunter2@[/chaintips", "cannot be read", "Write postgres://user:password@host:5432/database")]
    public void A_server_that_does_not_answer_is_named_without_the_password(string location, string named, string remedy)
    {
        DatabaseException refusal = Assert.Throws<DatabaseException>(() => GatewayDatabase.Open(location, _clock).Database.Dispose())!;

        Assert.That(refusal.Message, Does.Contain(named).And.Contains(remedy).And.Not.Contain("hunter2"));
    }

    [Test]
    public void A_database_that_does_not_exist_is_named()
    {
        string missing = _place.Location.Replace("chaintips_test", "no_such", StringComparison.Ordinal);

        DatabaseException refusal = Assert.Throws<DatabaseException>(() => GatewayDatabase.Open(missing, _clock).Database.Dispose())!;

        Assert.That(refusal.Message, Does.Contain("no_such").And.Contains("does not exist"));
    }

    [TestCase("synchronous_commit", "on", Description = "a commit counts when it is on the server's disk, whatever the database's default is")]
    [TestCase("idle_in_transaction_session_timeout", "10s", Description = "a writer that is paused or cut off does not hold the others up")]
    [TestCase("statement_timeout", "25s", Description = "nor one that is paused while it copies rows")]
    public async Task A_writer_is_set_up_to_lose_nothing_and_to_block_nobody(string setting, string expected)
    {
        Execute($"ALTER DATABASE {GatewayDatabase.ReadConnection(_place.Location).Database} SET synchronous_commit = off");
        using IGatewayDatabase database = GatewayDatabase.Open(_place.Location, _clock).Database;

        await using IGatewayTransaction books = await database.BeginAsync(CancellationToken.None);

        Assert.That(ConnectionOf(books).ExecuteScalar<string>($"SHOW {setting}"), Is.EqualTo(expected));
    }

    [Test]
    public async Task A_stricter_server_is_left_as_strict()
    {
        Execute($"ALTER DATABASE {GatewayDatabase.ReadConnection(_place.Location).Database} SET synchronous_commit = remote_apply");
        using IGatewayDatabase database = GatewayDatabase.Open(_place.Location, _clock).Database;

        await using IGatewayTransaction books = await database.BeginAsync(CancellationToken.None);

        Assert.That(ConnectionOf(books).ExecuteScalar<string>("SHOW synchronous_commit"), Is.EqualTo("remote_apply"));
    }

    /// <summary>The connection that a transaction uses: what is set per transaction cannot be seen from outside.</summary>
    private static DbConnection ConnectionOf(IGatewayTransaction books) => (DbConnection)typeof(SqlGatewayTransaction)
        .GetField("_connection", BindingFlags.NonPublic | BindingFlags.Instance)!.GetValue(books)!;

    private void Execute(string sql)
    {
        using NpgsqlConnection raw = PostgresServer.Connect(_place.Location);
        raw.Execute(sql);
    }

    private void AssertRefused(params string[] named)
    {
        DatabaseException refusal = Assert.Throws<DatabaseException>(() => GatewayDatabase.Open(_place.Location, _clock).Database.Dispose())!;

        Assert.That(named.Where(value => !refusal.Message.Contains(value, StringComparison.Ordinal)), Is.Empty, refusal.Message);
    }
}
