using ChainTips.Storage.Sqlite;
using Dapper;
using Microsoft.Data.Sqlite;

namespace ChainTips.Storage.Tests.Sqlite;

[CancelAfter(30_000)]
internal sealed class SqliteDatabaseTests : DatabaseFixture
{
    [Test]
    public void A_new_file_gets_every_migration()
    {
        OpenedDatabase<SqliteDatabase> opened = SqliteDatabase.Open(Path, Clock);
        using SqliteDatabase database = opened.Database;

        Assert.That(opened.AppliedMigrations, Has.Some.EqualTo("0001_first_tip"));
        Assert.That(opened.AppliedMigrations, Is.Ordered.And.Unique);
    }

    [Test]
    public void A_folder_that_is_missing_is_made()
    {
        string path = System.IO.Path.Combine(Folder, "data", "new", "chaintips.db");

        using SqliteDatabase database = SqliteDatabase.Open(path, Clock).Database;

        Assert.That(File.Exists(path), Is.True);
    }

    [Test]
    public void A_second_opening_applies_nothing_and_derives_the_same_ids()
    {
        using SqliteDatabase first = SqliteDatabase.Open(Path, Clock).Database;
        OpenedDatabase<SqliteDatabase> again = SqliteDatabase.Open(Path, Clock);
        using SqliteDatabase second = again.Database;

        Assert.That(again.AppliedMigrations, Is.Empty);
        Assert.That(
            second.Ids.Derive<ChainTips.Ledger.Payment>("log"u8), Is.EqualTo(first.Ids.Derive<ChainTips.Ledger.Payment>("log"u8)));
    }

    [Test]
    public void Two_installations_derive_different_ids()
    {
        using SqliteDatabase first = SqliteDatabase.Open(Path, Clock).Database;
        using SqliteDatabase second = SqliteDatabase.Open(Path + "2", Clock).Database;

        Assert.That(
            second.Ids.Derive<ChainTips.Ledger.Payment>("log"u8), Is.Not.EqualTo(first.Ids.Derive<ChainTips.Ledger.Payment>("log"u8)));
    }

    [Test]
    public void A_first_opening_that_was_cut_short_is_finished_by_the_next()
    {
        ExecuteRaw(
            """
            PRAGMA application_id = 0x74697073;
            CREATE TABLE migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT
            """);

        OpenedDatabase<SqliteDatabase> opened = SqliteDatabase.Open(Path, Clock);
        using SqliteDatabase database = opened.Database;

        Assert.That(opened.AppliedMigrations, Has.Some.EqualTo("0001_first_tip"));
    }

    [Test]
    public void A_migration_is_dated_by_the_clock()
    {
        SqliteDatabase.Open(Path, Clock).Database.Dispose();

        using SqliteConnection raw = RawFile.Open(Path);
        Assert.That(
            raw.ExecuteScalar<long>("SELECT applied_at FROM migrations WHERE number = 1"), Is.EqualTo(Clock.GetUtcNow().ToUnixTimeMilliseconds()));
    }
}
