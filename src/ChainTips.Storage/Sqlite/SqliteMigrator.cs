using System.Globalization;
using ChainTips.Storage.Sql;
using Dapper;
using Microsoft.Data.Sqlite;

namespace ChainTips.Storage.Sqlite;

/// <summary>Brings a database file to the schema of this program, and no file of another program.</summary>
internal static class SqliteMigrator
{
    /// <summary>Marks a file as ours ("tips" in ASCII), so that another program's database is not written into.</summary>
    private const int ApplicationId = 0x74697073;

    private const string CreateMigrations = """
        CREATE TABLE migrations (
            number INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            checksum TEXT NOT NULL,
            applied_at INTEGER NOT NULL
        ) STRICT
        """;

    /// <summary>Applies what is missing.</summary>
    /// <returns>The names of the migrations that were applied now.</returns>
    /// <exception cref="DatabaseException">The file is of another program, of a newer version, or was changed by hand.</exception>
    public static IReadOnlyList<string> Migrate(SqliteConnection connection, string path, DateTimeOffset now)
    {
        DemandOwnFile(connection, path);

        // Not before the file is known to be ours: this writes into its header.
        connection.Execute("PRAGMA journal_mode = WAL");
        return new Migrator(connection, path).Apply(MigrationFile.ReadAll("Sqlite"), now);
    }

    private static void DemandOwnFile(SqliteConnection connection, string path)
    {
        long id = connection.ExecuteScalar<long>("PRAGMA application_id");
        if (id == ApplicationId)
        {
            return;
        }

        long tables = connection.ExecuteScalar<long>("SELECT count(*) FROM sqlite_schema");
        if (id != 0 || tables != 0)
        {
            throw new DatabaseException(
                $"The file '{path}' is an SQLite database of another program. Nothing was written. Name another file in Database.");
        }

        using SqliteTransaction transaction = connection.BeginTransaction();
        connection.Execute($"PRAGMA application_id = {ApplicationId.ToString(CultureInfo.InvariantCulture)}", transaction: transaction);
        connection.Execute(CreateMigrations, transaction: transaction);
        transaction.Commit();
    }
}
