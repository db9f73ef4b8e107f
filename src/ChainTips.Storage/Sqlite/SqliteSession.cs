using System.Data;
using Dapper;
using Microsoft.Data.Sqlite;

namespace ChainTips.Storage.Sqlite;

/// <summary>A connection inside its transaction; every statement of a book goes through it.</summary>
internal sealed class SqliteSession(SqliteConnection connection, SqliteTransaction transaction)
{
    public Task<int> ExecuteAsync(string sql, object? values, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(Command(sql, values, cancellationToken));

    public async Task<IReadOnlyList<T>> ListAsync<T>(string sql, object? values, CancellationToken cancellationToken) =>
        [.. await connection.QueryAsync<T>(Command(sql, values, cancellationToken))];

    public Task<T?> FindAsync<T>(string sql, object? values, CancellationToken cancellationToken) =>
        connection.QuerySingleOrDefaultAsync<T>(Command(sql, values, cancellationToken));

    public Task<T> ReadAsync<T>(string sql, object? values, CancellationToken cancellationToken) =>
        connection.QuerySingleAsync<T>(Command(sql, values, cancellationToken));

    private CommandDefinition Command(string sql, object? values, CancellationToken cancellationToken) =>
        new(sql, values, transaction, commandType: CommandType.Text, cancellationToken: cancellationToken);
}
