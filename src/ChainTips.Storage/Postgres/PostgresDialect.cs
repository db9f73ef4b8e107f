using System.Data.Common;
using ChainTips.Storage.Sql;
using Npgsql;

namespace ChainTips.Storage.Postgres;

internal sealed class PostgresDialect : SqlDialect
{
    public override string NowInMilliseconds => "(extract(epoch FROM clock_timestamp()) * 1000)::BIGINT";

    public override string? CheckStorage => null;

    public override string SizeInBytes => "pg_database_size(current_database())";

    public override string? LiftTimeLimit => "SET LOCAL statement_timeout = 0";

    public override string IsAnyOf<TValue>(string column, string parameter) => $"{column} = ANY(@{parameter})";

    public override object ListOf<TValue>(TValue[] values) => values;

    public override string? CountOn(string table) => table is "installation" or "idempotent_answers" or "cancellations" or "relay_items"
        ? null
        : $"SELECT setval(pg_get_serial_sequence('{table}', 'seq'), GREATEST(1, (SELECT COALESCE(max(seq), 1) FROM {table})))";

    public override IJournalWriter CreateJournalWriter(DbConnection connection, DbTransaction transaction) =>
        new PostgresJournalWriter((NpgsqlConnection)connection);
}
