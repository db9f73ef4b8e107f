using System.Data;
using System.Data.Common;
using Dapper;

namespace ChainTips.Storage.Sql;

/// <summary>A connection inside its transaction; every statement of a book goes through it.</summary>
internal sealed class SqlSession(DbConnection connection, DbTransaction transaction, SqlDialect dialect)
{
    /// <summary>How many values one list parameter may have.</summary>
    private const int MaxListed = 500;

    /// <summary>Writes rows of the journal.</summary>
    public IJournalWriter JournalWriter { get; } = dialect.CreateJournalWriter(connection, transaction);

    /// <summary>The database's own clock, as an expression.</summary>
    public string NowInMilliseconds => dialect.NowInMilliseconds;

    /// <summary>How the database checks its own storage, if it can.</summary>
    public string? CheckStorage => dialect.CheckStorage;

    public Task<int> ExecuteAsync(string sql, object? values, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(Command(sql, values, cancellationToken));

    public async Task<IReadOnlyList<T>> ListAsync<T>(string sql, object? values, CancellationToken cancellationToken) =>
        [.. await connection.QueryAsync<T>(Command(sql, values, cancellationToken))];

    /// <summary>Reads what belongs to any of some values, however many; the statement ends in the condition on the column.</summary>
    public async Task<IReadOnlyList<T>> ListAnyAsync<T, TValue>(
        string sql, string column, IEnumerable<TValue> values, CancellationToken cancellationToken)
    {
        List<T> rows = [];
        string statement = $"{sql} {dialect.IsAnyOf(column, "listed")}";
        foreach (TValue[] listed in values.Chunk(MaxListed))
        {
            rows.AddRange(await connection.QueryAsync<T>(Command(statement, new { listed }, cancellationToken)));
        }

        return rows;
    }

    public Task<T?> FindAsync<T>(string sql, object? values, CancellationToken cancellationToken) =>
        connection.QuerySingleOrDefaultAsync<T>(Command(sql, values, cancellationToken));

    public Task<T> ReadAsync<T>(string sql, object? values, CancellationToken cancellationToken) =>
        connection.QuerySingleAsync<T>(Command(sql, values, cancellationToken));

    private CommandDefinition Command(string sql, object? values, CancellationToken cancellationToken) =>
        new(sql, values, transaction, commandType: CommandType.Text, cancellationToken: cancellationToken);
}
