using ChainTips.Identity;
using ChainTips.Storage.Sql;
using Dapper;
using Microsoft.Data.Sqlite;

namespace ChainTips.Storage.Sqlite;

/// <summary>A gateway's database in one SQLite file: write-ahead log, and every commit flushed to the disk before it counts.</summary>
public sealed class SqliteDatabase : IGatewayDatabase
{
    private static readonly SqliteDialect Dialect = new();

    private readonly string _connectionString;

    /// <summary>SQLite has one writer; waiting here is fair and wakes at once, where SQLite itself would sleep and try again.</summary>
    private readonly SemaphoreSlim _writer = new(1, 1);

    private SqliteDatabase(string connectionString, IdSource ids)
    {
        _connectionString = connectionString;
        Ids = ids;
    }

    /// <inheritdoc/>
    public IdSource Ids { get; }

    /// <summary>Opens the file, creates it when it is not there, and brings it to this version's schema.</summary>
    /// <param name="path">The file.</param>
    /// <param name="clock">Dates the migrations.</param>
    /// <returns>The database and the names of the migrations that were applied now.</returns>
    /// <exception cref="DatabaseException">The file cannot be opened or is not ours; the message says what to do.</exception>
    public static OpenedDatabase<SqliteDatabase> Open(string path, TimeProvider clock)
    {
        string connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            ForeignKeys = true,
            DefaultTimeout = 30,
        }.ConnectionString;
        string name = Path.GetFullPath(path);
        bool hasLog = new FileInfo(path + "-wal") is { Exists: true, Length: > 0 };
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(name)!);
            using SqliteConnection connection = OpenConnection(connectionString);
            if (hasLog)
            {
                DemandWhole(connection);
            }

            IReadOnlyList<string> applied = SqliteMigrator.Migrate(connection, name, clock.GetUtcNow());
            return new OpenedDatabase<SqliteDatabase>(new SqliteDatabase(connectionString, Installation.ReadOrCreate(connection)), applied);
        }
        catch (DatabaseException)
        {
            ClearPool(connectionString);
            throw;
        }
        catch (SqliteException error) when (error.SqliteErrorCode is DatabaseFault.SqliteCorrupt or DatabaseFault.SqliteNotADatabase)
        {
            throw new DatabaseException(
                $"The file '{name}' is no SQLite database, or it is damaged ({error.Message}). Nothing was booked. "
                + "Restore it from a backup, or name another file in Database."
                + (hasLog ? $" Before you put a backup there, delete '{name}-wal' and '{name}-shm': they belong to the file that it replaces." : ""), error);
        }
        catch (Exception error) when (error is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new DatabaseException(
                $"The database '{name}' cannot be opened for writing: {error.Message} Check that the folder exists, is writable and has free space.", error);
        }
    }

    /// <inheritdoc/>
    public async Task<IGatewayTransaction> BeginAsync(CancellationToken cancellationToken)
    {
        await _writer.WaitAsync(cancellationToken);
        try
        {
            SqliteConnection connection = OpenConnection(_connectionString);
            return new SqlGatewayTransaction(connection, connection.BeginTransaction(), Dialect, () => _writer.Release());
        }
        catch
        {
            _writer.Release();
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<IGatewayTransaction> BeginReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        SqliteConnection connection = OpenConnection(_connectionString);
        return Task.FromResult<IGatewayTransaction>(
            new SqlGatewayTransaction(connection, connection.BeginTransaction(deferred: true), Dialect, () => { }));
    }

    /// <summary>Closes the pooled connections.</summary>
    public void Dispose()
    {
        ClearPool(_connectionString);
        _writer.Dispose();
    }

    /// <summary>
    /// Reads every page of a file that was not closed in order. SQLite takes the log beside a file for that file's own, also where a
    /// backup was put in its place (https://www.sqlite.org/howtocorrupt.html, 1.4), and what it makes of the two is no book.
    /// </summary>
    private static void DemandWhole(SqliteConnection connection)
    {
        string? found = connection.ExecuteScalar<string>("PRAGMA quick_check(1)");
        if (found != "ok")
        {
            throw new SqliteException(found, DatabaseFault.SqliteCorrupt);
        }
    }

    private static void ClearPool(string connectionString)
    {
        using SqliteConnection connection = new(connectionString);
        SqliteConnection.ClearPool(connection);
    }

    private static SqliteConnection OpenConnection(string connectionString)
    {
        SqliteConnection connection = new(connectionString);
        connection.Open();

        // A commit that a power cut could take back would be a credit that was shown and is gone.
        connection.Execute("PRAGMA synchronous = FULL; PRAGMA cache_size = -32000");
        connection.CreateAggregate<byte[], UInt128, byte[]>(
            "sum_amount",
            UInt128.Zero,
            static (sum, amount) => amount is null ? sum : checked(sum + Blob.ToUInt128(amount)),
            Blob.Of,
            isDeterministic: true);
        return connection;
    }
}
