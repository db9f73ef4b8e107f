using System.Data.Common;
using Dapper;

namespace ChainTips.Storage.Sql;

/// <summary>Brings a database to the schema of this program: forward only, each step in a transaction of its own.</summary>
/// <param name="connection">The database, which is ours and has the table of migrations.</param>
/// <param name="nameForPeople">How an error names the database.</param>
internal sealed class Migrator(DbConnection connection, string nameForPeople)
{
    /// <summary>Applies what is missing.</summary>
    /// <returns>The names of the migrations that were applied now.</returns>
    /// <exception cref="DatabaseException">The database is of a newer version, or was changed by hand.</exception>
    public IReadOnlyList<string> Apply(IReadOnlyList<MigrationFile> known, DateTimeOffset now)
    {
        Applied[] applied = [.. connection.Query<Applied>("SELECT number, name, checksum FROM migrations ORDER BY number")];
        foreach (Applied one in applied)
        {
            DemandKnown(one, known);
        }

        List<string> names = [];
        foreach (MigrationFile migration in known.Where(m => applied.All(a => a.Number != m.Number)))
        {
            using DbTransaction transaction = connection.BeginTransaction();
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

    private void DemandKnown(Applied applied, IReadOnlyList<MigrationFile> known)
    {
        MigrationFile? same = known.FirstOrDefault(migration => migration.Number == applied.Number);
        if (same is null)
        {
            throw new DatabaseException(
                $"The database '{nameForPeople}' has the migration {applied.Name}, which this version does not know. Start the newer version that wrote it.");
        }

        if (same.Checksum != applied.Checksum)
        {
            throw new DatabaseException(
                $"The migration {applied.Name} of the database '{nameForPeople}' is not the one of this version. Start the version that wrote it.");
        }
    }

    private sealed record Applied(long Number, string Name, string Checksum);
}
