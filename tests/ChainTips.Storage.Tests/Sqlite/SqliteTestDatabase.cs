using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;

namespace ChainTips.Storage.Tests.Sqlite;

/// <summary>A database file in a folder of its own.</summary>
internal sealed class SqliteTestDatabase : TestDatabase
{
    public const string TablesOfFile = "SELECT name FROM sqlite_schema WHERE type = 'table'";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("chaintips-test-");

    public override string Location => Path.Combine(_folder.FullName, "chaintips.db");

    protected override string ListTables => TablesOfFile;

    public override DbConnection OpenRaw() => RawFile.Open(Location);

    public override string Translate(string sql) => sql;

    public override bool IsRefusal(DbException error, string reason) => error.Message.Contains(reason, StringComparison.Ordinal);

    public override void LiftRules(DbConnection raw, params string[] tables)
    {
        raw.Execute("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON");
        foreach (string trigger in raw.Query<string>("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name IN @tables", new { tables }).ToArray())
        {
            raw.Execute($"DROP TRIGGER {trigger}");
        }
    }

    public override void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }
}
