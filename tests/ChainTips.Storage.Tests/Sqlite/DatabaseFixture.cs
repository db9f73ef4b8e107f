using ChainTips.Testing;
using Dapper;
using Microsoft.Data.Sqlite;

namespace ChainTips.Storage.Tests.Sqlite;

/// <summary>What the tests of the database file begin with: a folder of its own for each, in which no file is yet.</summary>
internal abstract class DatabaseFixture
{
    private DirectoryInfo _folder = null!;

    protected static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    protected TestClock Clock { get; } = new();

    protected string Folder => _folder.FullName;

    protected string Path => System.IO.Path.Combine(Folder, "chaintips.db");

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("chaintips-test-");

    [TearDown]
    public void DeleteFolder()
    {
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    /// <summary>Writes to the file as another program would, which makes it where it is missing.</summary>
    protected void ExecuteRaw(string sql)
    {
        using SqliteConnection raw = RawFile.Open(Path);
        raw.Execute(sql);
    }
}
