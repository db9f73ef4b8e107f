using System.Data.Common;
using ChainTips.Storage.Sql;
using Npgsql;

namespace ChainTips.Storage.Postgres;

internal sealed class PostgresDialect : SqlDialect
{
    public override string NowInMilliseconds => "(extract(epoch FROM clock_timestamp()) * 1000)::BIGINT";

    public override string? CheckStorage => null;

    public override string IsAnyOf(string column, string parameter) => $"{column} = ANY(@{parameter})";

    public override IJournalWriter CreateJournalWriter(DbConnection connection, DbTransaction transaction) =>
        new PostgresJournalWriter((NpgsqlConnection)connection);
}
