using Dapper;
using Npgsql;

namespace ChainTips.Storage.Postgres;

/// <summary>Sees to it that the database is ours or empty before anything is written into it.</summary>
internal static class PostgresMigrator
{
    private const string CreateMigrations = """
        CREATE TABLE migrations (
            number BIGINT PRIMARY KEY,
            name TEXT NOT NULL,
            checksum TEXT NOT NULL,
            applied_at BIGINT NOT NULL
        );
        COMMENT ON TABLE migrations IS 'ChainTips'
        """;

    /// <summary>Marks an empty schema as ours.</summary>
    /// <exception cref="DatabaseException">The schema holds the tables of another program.</exception>
    public static void DemandOwnSchema(NpgsqlConnection connection, string nameForPeople)
    {
        if (connection.ExecuteScalar<string?>("SELECT obj_description(to_regclass('migrations'), 'pg_class')") == "ChainTips")
        {
            return;
        }

        long tables = connection.ExecuteScalar<long>("SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()");
        if (tables != 0)
        {
            throw new DatabaseException(
                $"The PostgreSQL database {nameForPeople} holds {tables} tables of another program. Nothing was written. Name an empty database in Database.");
        }

        connection.Execute(CreateMigrations);
    }
}
