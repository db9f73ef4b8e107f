using System.Globalization;
using Microsoft.Data.Sqlite;

namespace ChainTips.Server.Tests.Reorgs;

/// <summary>What the rows of the gateway's database say, read beside the gateway in one transaction.</summary>
/// <param name="Entries">Every entry that was ever written.</param>
/// <param name="Refused">The inbox.</param>
/// <param name="Applied">The hash of the newest applied block.</param>
/// <param name="Sums">What each account holds of what counts: credits less debits.</param>
internal sealed record Books(
    IReadOnlyList<EntryRow> Entries, IReadOnlyList<TipFact> Refused, string? Applied, IReadOnlyDictionary<string, decimal> Sums)
{
    private const string EntrySql = """
        SELECT e.seq, hex(e.transaction_hash), e.position, hex(b.hash), b.number, hex(e.payer), hex(c.holder), hex(t.address), hex(e.amount),
            hex(p.payment_reference), s.entry IS NOT NULL, v.entry IS NOT NULL
        FROM journal_entries e
        JOIN paid_blocks b ON b.seq = e.block
        JOIN ledger_accounts c ON c.seq = e.credit
        JOIN tokens t ON t.seq = c.token
        LEFT JOIN posts p ON p.seq = e.post
        LEFT JOIN settlements s ON s.entry = e.seq
        LEFT JOIN voids v ON v.entry = e.seq
        ORDER BY e.seq
        """;

    private const string RefusedSql = """
        SELECT 0, hex(transaction_hash), position, hex(block_hash), block_number, hex(payer), hex(payee), hex(token), hex(amount), hex(payment_reference), 0, 0
        FROM refused_tips
        """;

    private const string AppliedSql = """
        SELECT hash FROM (SELECT number, hex(hash) AS hash FROM chain_blocks UNION ALL SELECT finalized_number, hex(finalized_hash) FROM chains)
        WHERE number IS NOT NULL ORDER BY number DESC LIMIT 1
        """;

    private const string SumSql = """
        SELECT hex(a.holder), hex(m.amount), m.credit = a.seq FROM movements m JOIN ledger_accounts a ON a.seq IN (m.debit, m.credit)
        WHERE a.kind = 2 AND NOT EXISTS (SELECT 1 FROM voids v WHERE v.entry = m.entry)
        """;

    /// <summary>The entries that count.</summary>
    public IEnumerable<EntryRow> Live => Entries.Where(entry => !entry.IsVoided);

    public static Books Read(string path)
    {
        using SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ConnectionString);
        connection.Open();
        using SqliteTransaction view = connection.BeginTransaction(deferred: true);
        return new Books(
            Rows(connection, EntrySql, row => new EntryRow(row.GetInt64(0), FactOf(row), row.GetBoolean(10), row.GetBoolean(11))),
            Rows(connection, RefusedSql, FactOf),
            Rows(connection, AppliedSql, row => "0x" + row.GetString(0).ToLowerInvariant()).FirstOrDefault(),
            Rows(connection, SumSql, row => (Holder: Lower(row, 0), Amount: (row.GetBoolean(2) ? 1 : -1) * AmountOf(row.GetString(1))))
                .GroupBy(row => row.Holder).ToDictionary(account => account.Key, account => account.Sum(row => row.Amount)));
    }

    /// <summary>An amount of few digits, from its hexadecimal ones.</summary>
    public static decimal AmountOf(string hex) => ulong.Parse(hex.TrimStart('0').PadLeft(1, '0'), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static TipFact FactOf(SqliteDataReader row) => new(
        Lower(row, 1), row.GetInt32(2), Lower(row, 3), row.GetInt32(4), Lower(row, 5), Lower(row, 6), Lower(row, 7), Lower(row, 8).TrimStart('0'), Lower(row, 9));

    private static string Lower(SqliteDataReader row, int column) => row.IsDBNull(column) ? "" : row.GetString(column).ToLowerInvariant();

    private static List<T> Rows<T>(SqliteConnection connection, string sql, Func<SqliteDataReader, T> read)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are constants of this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        using SqliteDataReader reader = command.ExecuteReader();
        List<T> rows = [];
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }
}

/// <summary>An entry of the journal with what became of it.</summary>
internal sealed record EntryRow(long Seq, TipFact Tip, bool IsSettled, bool IsVoided);
