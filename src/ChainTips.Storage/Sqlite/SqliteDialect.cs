using System.Data.Common;
using System.Globalization;
using System.Text;
using ChainTips.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace ChainTips.Storage.Sqlite;

internal sealed class SqliteDialect : SqlDialect
{
    public override string NowInMilliseconds => "CAST(unixepoch('subsec') * 1000 AS INTEGER)";

    public override string CheckStorage => """
        SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok'
        UNION ALL
        SELECT 'Row ' || COALESCE(rowid, '') || ' of ' || "table" || ' names a row of ' || parent || ' that is not there.' FROM pragma_foreign_key_check
        """;

    public override string SizeInBytes => "(SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size())";

    public override string? LiftTimeLimit => null;

    // One parameter whatever the number of values: SQLite looks each of its parameters up by name.
    public override string IsAnyOf<TValue>(string column, string parameter) => typeof(TValue) == typeof(byte[])
        ? $"{column} IN (SELECT unhex(value) FROM json_each(@{parameter}))"
        : $"{column} IN (SELECT value FROM json_each(@{parameter}))";

    public override object ListOf<TValue>(TValue[] values)
    {
        StringBuilder list = new("[");
        foreach (TValue value in values)
        {
            list.Append(list.Length > 1 ? "," : "");
            _ = value is byte[] bytes
                ? list.Append('"').Append(Convert.ToHexString(bytes)).Append('"')
                : list.Append(CultureInfo.InvariantCulture, $"{value}");
        }

        return list.Append(']').ToString();
    }

    public override string? CountOn(string table) => null;

    public override IJournalWriter CreateJournalWriter(DbConnection connection, DbTransaction transaction) =>
        new SqliteJournalWriter((SqliteConnection)connection);
}
