using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using ChainTips.Storage.Sql;
using Dapper;
using Microsoft.Data.Sqlite;

namespace ChainTips.Storage.Sqlite;

/// <summary>Brings a database file to the schema of this program: forward only, each step in a transaction of its own.</summary>
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
    /// <exception cref="DatabaseFileException">The file is of another program, of a newer version, or was changed by hand.</exception>
    public static IReadOnlyList<string> Migrate(SqliteConnection connection, string path, DateTimeOffset now)
    {
        DemandOwnFile(connection, path);

        // Not before the file is known to be ours: this writes into its header.
        connection.Execute("PRAGMA journal_mode = WAL");
        Migration[] known = [.. ReadMigrations()];
        Applied[] applied = [.. connection.Query<Applied>("SELECT number, name, checksum FROM migrations ORDER BY number")];
        foreach (Applied one in applied)
        {
            DemandKnown(one, known, path);
        }

        List<string> names = [];
        foreach (Migration migration in known.Where(m => applied.All(a => a.Number != m.Number)))
        {
            using SqliteTransaction transaction = connection.BeginTransaction();
            connection.Execute(migration.Sql, transaction: transaction);
            connection.Execute(
                "INSERT INTO migrations (number, name, checksum, applied_at) VALUES (@Number, @Name, @Checksum, @now)",
                new { migration.Number, migration.Name, migration.Checksum, now = Blob.Of(now) },
                transaction);
            transaction.Commit();
            names.Add(migration.Name);
        }

        return names;
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
            throw new DatabaseFileException(
                $"The file '{path}' is an SQLite database of another program. Nothing was written. Name another file in Database.");
        }

        using SqliteTransaction transaction = connection.BeginTransaction();
        connection.Execute($"PRAGMA application_id = {ApplicationId.ToString(CultureInfo.InvariantCulture)}", transaction: transaction);
        connection.Execute(CreateMigrations, transaction: transaction);
        transaction.Commit();
    }

    private static void DemandKnown(Applied applied, Migration[] known, string path)
    {
        Migration? same = Array.Find(known, migration => migration.Number == applied.Number);
        if (same is null)
        {
            throw new DatabaseFileException(
                $"The database '{path}' has the migration {applied.Name}, which this version does not know. Start the newer version that wrote it.");
        }

        if (same.Checksum != applied.Checksum)
        {
            throw new DatabaseFileException(
                $"The migration {applied.Name} of the database '{path}' is not the one of this version. Start the version that wrote it.");
        }
    }

    private static IEnumerable<Migration> ReadMigrations()
    {
        Assembly assembly = typeof(SqliteMigrator).Assembly;
        foreach (string resource in assembly.GetManifestResourceNames().Where(n => n.StartsWith("Sqlite/", StringComparison.Ordinal)).Order())
        {
            using StreamReader reader = new(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
            string sql = reader.ReadToEnd();
            string name = Path.GetFileNameWithoutExtension(resource);
            yield return new Migration(
                long.Parse(name[..4], CultureInfo.InvariantCulture), name, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql))), sql);
        }
    }

    private sealed record Migration(long Number, string Name, string Checksum, string Sql);

    private sealed record Applied(long Number, string Name, string Checksum);
}
