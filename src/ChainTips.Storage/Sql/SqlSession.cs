using System.Data;
using System.Data.Common;
using Dapper;

namespace ChainTips.Storage.Sql;

/// <summary>A connection inside its transaction; every statement of a book goes through it.</summary>
internal sealed class SqlSession(DbConnection connection, DbTransaction transaction, SqlDialect dialect)
{
    /// <summary>Writes rows of the journal.</summary>
    public IJournalWriter JournalWriter { get; } = dialect.CreateJournalWriter(connection, transaction);

    /// <summary>The database's own clock, as an expression.</summary>
    public string NowInMilliseconds => dialect.NowInMilliseconds;

    /// <summary>How the database checks its own storage, if it can.</summary>
    public string? CheckStorage => dialect.CheckStorage;

    /// <summary>How large the database is, as an expression.</summary>
    public string SizeInBytes => dialect.SizeInBytes;

    /// <summary>Lets a statement of this transaction take as long as it does, where the database would end it.</summary>
    public string? LiftTimeLimit => dialect.LiftTimeLimit;

    public Task<int> ExecuteAsync(string sql, object? values, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(Command(sql, values, cancellationToken));

    public async Task<IReadOnlyList<T>> ListAsync<T>(string sql, object? values, CancellationToken cancellationToken) =>
        [.. await connection.QueryAsync<T>(Command(sql, values, cancellationToken))];

    /// <summary>Reads what belongs to any of some values, however many; the statement ends in the condition on the column.</summary>
    public async Task<IReadOnlyList<T>> ListAnyAsync<T, TValue>(
        string sql, string column, IEnumerable<TValue> values, CancellationToken cancellationToken)
    {
        TValue[] wanted = [.. values];
        return wanted.Length == 0 ? [] : await ListAsync<T>(
            $"{sql} {dialect.IsAnyOf<TValue>(column, "listed")}", new { listed = dialect.ListOf(wanted) }, cancellationToken);
    }

    public Task<T?> FindAsync<T>(string sql, object? values, CancellationToken cancellationToken) =>
        connection.QuerySingleOrDefaultAsync<T>(Command(sql, values, cancellationToken));

    public Task<T> ReadAsync<T>(string sql, object? values, CancellationToken cancellationToken) =>
        connection.QuerySingleAsync<T>(Command(sql, values, cancellationToken));

    /// <summary>Copies every row of a table into the same table of another database, numbers included.</summary>
    public async Task CopyToAsync(SqlSession target, string table, CancellationToken cancellationToken)
    {
        string insert = "";
        foreach (IDictionary<string, object?> row in (await connection.QueryAsync(Command($"SELECT * FROM {table}", null, cancellationToken))).Cast<IDictionary<string, object?>>())
        {
            insert = insert.Length > 0
                ? insert
                : $"INSERT INTO {table} ({string.Join(", ", row.Keys)}) VALUES ({string.Join(", ", row.Keys.Select(column => "@" + column))})";
            await target.ExecuteAsync(insert, new DynamicParameters(row), cancellationToken);
        }

        if (target.CountOn(table) is string countOn)
        {
            await target.ExecuteAsync(countOn, null, cancellationToken);
        }
    }

    private string? CountOn(string table) => dialect.CountOn(table);

    private CommandDefinition Command(string sql, object? values, CancellationToken cancellationToken) =>
        new(sql, values, transaction, commandType: CommandType.Text, cancellationToken: cancellationToken);
}
