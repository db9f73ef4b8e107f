using System.Text;
using Dapper;
using Microsoft.Data.Sqlite;

namespace ChainTips.Storage.Tests;

/// <summary>A database file as any other program sees it.</summary>
internal static class RawFile
{
    /// <summary>Opens the file outside of every pool, so that closing it closes the file.</summary>
    public static SqliteConnection Open(string path)
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString);
        connection.Open();
        connection.Execute("PRAGMA foreign_keys = ON");
        return connection;
    }

    /// <summary>Every row but those of the leases, which the time of the machine is in.</summary>
    public static string Dump(SqliteConnection connection)
    {
        StringBuilder text = new();
        foreach (string table in connection.Query<string>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'chain_leases' ORDER BY name").ToArray())
        {
            IEnumerable<string> rows = connection.Query($"SELECT * FROM {table}").Select(
                row => string.Join('|', ((IDictionary<string, object?>)row).Select(column => Text(column.Value))));
            text.AppendLine(table).AppendJoin('\n', rows.Order(StringComparer.Ordinal)).AppendLine();
        }

        return text.ToString();
    }

    private static string Text(object? value) => value is byte[] bytes ? Convert.ToHexString(bytes) : value?.ToString() ?? "null";
}
