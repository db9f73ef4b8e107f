using ChainTips.Storage.Sqlite;
using Dapper;
using Microsoft.Data.Sqlite;

namespace ChainTips.Storage.Tests.Sqlite;

[CancelAfter(30_000)]
internal sealed class RefusedDatabaseTests : DatabaseFixture
{
    [TestCase("This is a letter, not a database. It is long enough to fill the header of a file, and more than that.")]
    [TestCase("SQLite format 3\0 and then nothing that makes sense, for as long as a header is, which is a hundred bytes.")]
    public void A_file_that_is_no_database_is_refused_and_left_as_it_is(string content)
    {
        File.WriteAllText(Path, content);

        AssertRefused("no SQLite database, or it is damaged", "Restore it from a backup, or name another file");

        Assert.That(File.ReadAllText(Path), Is.EqualTo(content));
    }

    [Test]
    public void A_damaged_database_is_refused()
    {
        SqliteDatabase.Open(Path, Clock).Database.Dispose();
        byte[] bytes = File.ReadAllBytes(Path);
        bytes.AsSpan(100, 2000).Fill(0xff);
        File.WriteAllBytes(Path, bytes);

        AssertRefused("damaged", "Restore it from a backup");
    }

    [Test]
    public void A_folder_in_place_of_the_file_is_refused()
    {
        Directory.CreateDirectory(Path);

        AssertRefused("cannot be opened for writing", "Check that the folder exists");
    }

    [Test]
    public void The_database_of_another_program_is_refused_and_keeps_its_content()
    {
        ExecuteRaw("CREATE TABLE notes (text TEXT); INSERT INTO notes VALUES ('mine')");

        AssertRefused("database of another program", "Nothing was written", "Name another file");

        using SqliteConnection raw = RawFile.Open(Path);
        Assert.That(raw.Query<string>("SELECT name FROM sqlite_schema").Single(), Is.EqualTo("notes"));
        Assert.That(raw.ExecuteScalar<string>("SELECT text FROM notes"), Is.EqualTo("mine"));
        Assert.That(raw.ExecuteScalar<long>("PRAGMA application_id"), Is.Zero);
    }

    [Test]
    public void The_database_of_another_program_is_not_touched_at_all()
    {
        ExecuteRaw("CREATE TABLE notes (text TEXT); INSERT INTO notes VALUES ('mine')");
        byte[] before = File.ReadAllBytes(Path);

        AssertRefused("database of another program");

        SqliteConnection.ClearAllPools();
        Assert.That(File.ReadAllBytes(Path), Is.EqualTo(before));
    }

    [Test]
    public void An_empty_database_that_another_program_marked_is_refused()
    {
        ExecuteRaw("PRAGMA application_id = 1; PRAGMA user_version = 1");

        AssertRefused("database of another program");
    }

    [Test]
    public void A_database_of_a_newer_version_is_refused_and_left_as_it_is()
    {
        SqliteDatabase.Open(Path, Clock).Database.Dispose();
        ExecuteRaw("INSERT INTO migrations (number, name, checksum, applied_at) VALUES (9999, '9999_newer', 'abc', 0)");
        string before = Dump();

        AssertRefused("9999_newer", "does not know", "Start the newer version");

        Assert.That(Dump(), Is.EqualTo(before));
    }

    [Test]
    public void A_migration_that_differs_from_the_one_known_is_refused_and_the_file_left_as_it_is()
    {
        SqliteDatabase.Open(Path, Clock).Database.Dispose();
        ExecuteRaw("UPDATE migrations SET checksum = 'abc' WHERE number = 1");
        string before = Dump();

        AssertRefused("0001_first_tip", "is not the one of this version", "Start the version that wrote it");

        Assert.That(Dump(), Is.EqualTo(before));
    }

    [Test]
    public void A_refusal_does_not_keep_the_file_open()
    {
        SqliteDatabase.Open(Path, Clock).Database.Dispose();
        using (SqliteConnection raw = RawFile.Open(Path))
        {
            raw.Execute("UPDATE migrations SET checksum = 'abc' WHERE number = 1");
        }

        Assert.That(() => SqliteDatabase.Open(Path, Clock), Throws.InstanceOf<DatabaseException>());
        IEnumerable<string> open = new DirectoryInfo("/proc/self/fd").GetFiles().Select(file => file.LinkTarget ?? "");
        Assert.That(open.Where(target => target.StartsWith(Path, StringComparison.Ordinal)), Is.Empty);
    }

    private string Dump()
    {
        using SqliteConnection raw = RawFile.Open(Path);
        return TestDatabase.Dump(raw, raw.Query<string>(SqliteTestDatabase.TablesOfFile));
    }

    private void AssertRefused(params string[] named)
    {
        DatabaseException refusal = Assert.Throws<DatabaseException>(() => SqliteDatabase.Open(Path, Clock).Database.Dispose())!;

        Assert.That(refusal.Message, Does.Contain(Path));
        Assert.That(named.Where(value => !refusal.Message.Contains(value, StringComparison.Ordinal)), Is.Empty, refusal.Message);
    }
}
