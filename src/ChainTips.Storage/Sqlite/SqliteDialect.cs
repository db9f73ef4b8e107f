using System.Data.Common;
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

    public override string IsAnyOf(string column, string parameter) => $"{column} IN @{parameter}";

    public override string? CountOn(string table) => null;

    public override IJournalWriter CreateJournalWriter(DbConnection connection, DbTransaction transaction) =>
        new SqliteJournalWriter((SqliteConnection)connection);
}
