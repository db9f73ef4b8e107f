using System.Globalization;
using System.Numerics;
using System.Text;
using ChainTips.Simulation.Mining;
using ChainTips.Simulation.Oracle;
using Microsoft.Data.Sqlite;

namespace ChainTips.Simulation.Running;

/// <summary>Reads the tables as any other program would, past the product: the one place that knows the columns.</summary>
internal sealed class SqliteBooks : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _version;
    private readonly SqliteCommand _chain;
    private readonly SqliteCommand _blocks;
    private readonly SqliteCommand _entries;
    private readonly SqliteCommand _states;
    private readonly SqliteCommand _refusals;
    private readonly SqliteCommand _receipts;
    private long _lastVersion = -1;

    /// <summary>Opens the file beside the gateway.</summary>
    public SqliteBooks(string path)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString);
        _connection.Open();
        _version = Prepare("PRAGMA data_version");
        _chain = Prepare($"SELECT start_block, finalized_hash, history_until FROM chains WHERE chain_id = {SimulatedWorld.ChainId}");
        _blocks = Prepare($"SELECT hash FROM chain_blocks WHERE chain_id = {SimulatedWorld.ChainId} ORDER BY number");
        _entries = Prepare("""
            SELECT e.seq, e.transaction_hash, e.position, e.transfer_position, b.hash, b.number, e.transaction_index,
                coalesce(r.payment_reference, p.payment_reference), e.payer, d.kind, c.kind, c.holder, t.address, e.amount
            FROM journal_entries e
                JOIN paid_blocks b ON b.seq = e.block
                JOIN ledger_accounts d ON d.seq = e.debit
                JOIN ledger_accounts c ON c.seq = e.credit
                JOIN tokens t ON t.seq = c.token AND t.seq = d.token
                LEFT JOIN payment_requests r ON r.seq = e.payment_request
                LEFT JOIN posts p ON p.seq = e.post
            WHERE e.seq > $after AND NOT EXISTS (SELECT 1 FROM further_movements WHERE entry = e.seq)
            ORDER BY e.seq
            """);
        _entries.Parameters.Add("$after", SqliteType.Integer);
        _states = Prepare("""
            SELECT e.seq, CASE WHEN v.entry IS NOT NULL THEN 3 WHEN s.entry IS NOT NULL THEN 2 ELSE 1 END
            FROM journal_entries e LEFT JOIN voids v ON v.entry = e.seq LEFT JOIN settlements s ON s.entry = e.seq
            """);
        _refusals = Prepare("SELECT transaction_hash, position, block_hash FROM refused_tips");
        _receipts = Prepare("SELECT count(*) FROM receipts");
    }

    /// <summary>Whether anything was committed since this was last asked.</summary>
    public bool HasChanged()
    {
        long version = (long)_version.ExecuteScalar()!;
        bool hasChanged = version != _lastVersion;
        _lastVersion = version;
        return hasChanged;
    }

    /// <summary>What the database says now.</summary>
    /// <param name="after">The newest entry that is known already.</param>
    public BookSnapshot Read(long after) =>
        new(ReadCursor(), ReadEntries(after), ReadStates(), ReadRefusals(), (int)(long)_receipts.ExecuteScalar()!);

    /// <summary>The entries after one.</summary>
    public IReadOnlyList<BookEntry> ReadEntries(long after)
    {
        _entries.Parameters[0].Value = after;
        return ReadAll(_entries, row => new BookEntry(
            row.GetInt64(0), Text(row, 1), row.GetInt32(2), row.GetInt32(3), Text(row, 4), row.GetInt64(5), row.GetInt32(6),
            Text(row, 7), Text(row, 8), row.GetInt32(9), row.GetInt32(10), Text(row, 11), Text(row, 12),
            new BigInteger(row.GetFieldValue<byte[]>(13), isUnsigned: true, isBigEndian: true)));
    }

    /// <summary>All of it, as one number.</summary>
    public string Describe()
    {
        BookSnapshot all = Read(0);
        string text = string.Join('\n', [
            $"{all.Cursor.HistoryUntil} {all.Cursor.Finalized} {string.Join(' ', all.Cursor.Unfinalized)}",
            .. all.NewEntries.Select(entry => entry.ToString()),
            .. all.States.Select(state => state.ToString()),
            .. all.Refusals.Select(refusal => refusal.ToString())]);
        return string.Create(CultureInfo.InvariantCulture, $"{all.NewEntries.Count} entries, books {RunLog.Hash(Encoding.UTF8.GetBytes(text)):x}");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (SqliteCommand command in new[] { _version, _chain, _blocks, _entries, _states, _refusals, _receipts })
        {
            command.Dispose();
        }

        _connection.Dispose();
    }

    private BookCursor ReadCursor()
    {
        List<BookCursor> rows = ReadAll(_chain, row => new BookCursor(
            row.IsDBNull(2) ? -1 : row.GetInt64(2), row.IsDBNull(1) ? null : Text(row, 1), []));
        return rows.Count == 0 ? new BookCursor(-1, null, []) : rows[0] with { Unfinalized = ReadAll(_blocks, row => Text(row, 0)) };
    }

    private List<BookState> ReadStates() => ReadAll(_states, row => new BookState(row.GetInt64(0), row.GetInt32(1)));

    private List<BookRefusal> ReadRefusals() =>
        ReadAll(_refusals, row => new BookRefusal(Text(row, 0), row.GetInt32(1), Text(row, 2)));

    private SqliteCommand Prepare(string sql)
    {
        SqliteCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }

    private static List<T> ReadAll<T>(SqliteCommand command, Func<SqliteDataReader, T> read)
    {
        using SqliteDataReader reader = command.ExecuteReader();
        List<T> rows = [];
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    private static string Text(SqliteDataReader row, int column) => "0x" + Convert.ToHexStringLower(row.GetFieldValue<byte[]>(column));
}
