using System.Data;
using ChainTips.Identity;
using ChainTips.Storage.Sql;
using Dapper;
using Npgsql;

namespace ChainTips.Storage.Postgres;

/// <summary>The database of one gateway or several in PostgreSQL: all serve the API, one follows a chain.</summary>
/// <remarks>
/// Writers take turns, as they do with SQLite: what one of them read stays true until it commits, and no order of writers can
/// make a wrong book. Readers wait for nobody.
/// </remarks>
public sealed class PostgresDatabase : IGatewayDatabase
{
    /// <summary>
    /// The advisory lock of the writers ("tips" in ASCII). The server takes it back from one that is paused or cut off, within less
    /// than the time that a chain may be without its follower. A commit counts when it is on the server's disk.
    /// </summary>
    private const string BeginToWrite = """
        SET LOCAL idle_in_transaction_session_timeout = '10s';
        SET LOCAL statement_timeout = '25s';
        SELECT set_config('synchronous_commit', 'on', true) WHERE current_setting('synchronous_commit') = 'off';
        SELECT pg_advisory_xact_lock(1953067123, 1)
        """;

    private const string BeginToRead = "SET TRANSACTION READ ONLY";
    private const string LockForMigration = "SELECT pg_advisory_lock(1953067123, 2)";

    private static readonly PostgresDialect Dialect = new();

    private readonly NpgsqlDataSource _source;

    private PostgresDatabase(NpgsqlDataSource source, IdSource ids)
    {
        _source = source;
        Ids = ids;
    }

    /// <inheritdoc/>
    public IdSource Ids { get; }

    /// <summary>Connects, and brings the database to this version's schema.</summary>
    /// <param name="connectionString">Host, database, user and password, as Npgsql reads it.</param>
    /// <param name="clock">Dates the migrations.</param>
    /// <returns>The database and the names of the migrations that were applied now.</returns>
    /// <exception cref="DatabaseException">The database cannot be used; the message says what to do, and never the password.</exception>
    public static OpenedDatabase<PostgresDatabase> Open(string connectionString, TimeProvider clock)
    {
        NpgsqlConnectionStringBuilder builder = new(connectionString);
        string nameForPeople = $"{builder.Database} at {builder.Host}:{builder.Port}";
        NpgsqlDataSource source = NpgsqlDataSource.Create(builder);
        try
        {
            using NpgsqlConnection connection = source.OpenConnection();
            connection.Execute(LockForMigration);
            PostgresMigrator.DemandOwnSchema(connection, nameForPeople);
            IReadOnlyList<string> applied =
                new Migrator(connection, nameForPeople).Apply(MigrationFile.ReadAll("Postgres"), clock.GetUtcNow());
            IdSource ids = Installation.ReadOrCreate(connection);
            connection.Execute("SELECT pg_advisory_unlock_all()");
            return new OpenedDatabase<PostgresDatabase>(new PostgresDatabase(source, ids), applied);
        }
        catch (Exception error) when (error is NpgsqlException or TimeoutException or System.Net.Sockets.SocketException)
        {
            source.Dispose();
            throw new DatabaseException(
                $"The PostgreSQL database {nameForPeople} cannot be used: {error.Message} Check host, port, database, user and password in Database.", error);
        }
        catch (DatabaseException)
        {
            source.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<IGatewayTransaction> BeginAsync(CancellationToken cancellationToken) =>
        BeginAsync(IsolationLevel.ReadCommitted, BeginToWrite, cancellationToken);

    /// <inheritdoc/>
    public Task<IGatewayTransaction> BeginReadAsync(CancellationToken cancellationToken) =>
        BeginAsync(IsolationLevel.RepeatableRead, BeginToRead, cancellationToken);

    /// <summary>Closes the pooled connections.</summary>
    public void Dispose() => _source.Dispose();

    private async Task<IGatewayTransaction> BeginAsync(IsolationLevel isolation, string first, CancellationToken cancellationToken)
    {
        NpgsqlConnection connection = await _source.OpenConnectionAsync(cancellationToken);
        try
        {
            NpgsqlTransaction transaction = await connection.BeginTransactionAsync(isolation, cancellationToken);
            await connection.ExecuteAsync(new CommandDefinition(first, transaction: transaction, cancellationToken: cancellationToken));
            return new SqlGatewayTransaction(connection, transaction, Dialect, () => { });
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
