using ChainTips.Identity;
using ChainTips.Storage.Sql;
using Dapper;
using Microsoft.Data.Sqlite;

namespace ChainTips.Storage.Sqlite;

/// <summary>A gateway's database in one SQLite file: write-ahead log, and every commit flushed to the disk before it counts.</summary>
public sealed class SqliteDatabase : IGatewayDatabase
{
    /// <summary>SQLITE_CORRUPT and SQLITE_NOTADB.</summary>
    private static readonly int[] CorruptCodes = [11, 26];

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
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            using SqliteConnection connection = OpenConnection(connectionString);
            IReadOnlyList<string> applied = SqliteMigrator.Migrate(connection, path, clock.GetUtcNow());
            return new OpenedDatabase<SqliteDatabase>(new SqliteDatabase(connectionString, Installation.ReadOrCreate(connection)), applied);
        }
        catch (DatabaseException)
        {
            ClearPool(connectionString);
            throw;
        }
        catch (SqliteException error) when (CorruptCodes.Contains(error.SqliteErrorCode))
        {
            throw new DatabaseException(
                $"The file '{path}' is no SQLite database, or it is damaged ({error.Message}). Nothing was written. "
                + "Restore it from a backup, or name another file in Database.", error);
        }
        catch (Exception error) when (error is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new DatabaseException(
                $"The database '{path}' cannot be opened for writing: {error.Message} Check that the folder exists, is writable and has free space.", error);
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
