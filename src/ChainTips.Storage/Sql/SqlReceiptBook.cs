using ChainTips.Identity;
using ChainTips.Ledger;
using ChainTips.Platforms;
using ChainTips.Receipts;

namespace ChainTips.Storage.Sql;

internal sealed class SqlReceiptBook(SqlSession session) : IReceiptBook
{
    private const string Select = """
        SELECT r.payment, p.id AS platformId, r.chain_id AS chainId, r.document, r.due_since AS dueSince
        FROM receipts r JOIN platforms p ON p.seq = r.platform
        """;

    /// <summary>A payment that was settled by history has no row of its own until somebody asks for its receipt.</summary>
    private const string SelectSettled = """
        SELECT e.payment, p.id AS platformId, b.chain_id AS chainId, NULL AS document, s.since AS dueSince
        FROM live_payments l
            JOIN journal_entries e ON e.seq = l.entry
            JOIN settlements s ON s.entry = e.seq
            JOIN paid_blocks b ON b.seq = e.block
            JOIN platforms p ON p.seq = e.platform
        WHERE l.payment = @payment
        """;

    private const string Insert = """
        INSERT INTO receipts (payment, platform, chain_id, document, due_since)
        VALUES (@payment, (SELECT seq FROM platforms WHERE id = @platformId), @chain, @document, @dueSince)
        """;

    public async Task AddAsync(IReadOnlyList<Receipt> receipts, CancellationToken cancellationToken)
    {
        foreach (Receipt receipt in receipts)
        {
            await session.ExecuteAsync(Insert, Values(receipt, receipt.Document), cancellationToken);
        }
    }

    public Task WriteAsync(Receipt receipt, string document, CancellationToken cancellationToken) => session.ExecuteAsync(
        Insert + " ON CONFLICT (payment) DO UPDATE SET document = excluded.document WHERE receipts.document IS NULL",
        Values(receipt, document),
        cancellationToken);

    public async Task<IReadOnlyList<Receipt>> ListDueAsync(ulong chainId, int limit, CancellationToken cancellationToken)
    {
        IReadOnlyList<Row> rows = await session.ListAsync<Row>(
            Select + " WHERE r.document IS NULL AND r.chain_id = @chain ORDER BY r.seq LIMIT @limit",
            new { chain = checked((long)chainId), limit },
            cancellationToken);
        return [.. rows.Select(row => row.ToReceipt())];
    }

    public async Task<Receipt?> FindAsync(Id<Receipt> id, CancellationToken cancellationToken)
    {
        var values = new { payment = Blob.Of(id) };
        Row? row = await session.FindAsync<Row>(Select + " WHERE r.payment = @payment", values, cancellationToken)
            ?? await session.FindAsync<Row>(SelectSettled, values, cancellationToken);
        return row?.ToReceipt();
    }

    public async Task<Id<Receipt>?> FindIdAsync(Id<Payment> paymentId, CancellationToken cancellationToken) =>
        (await FindAsync(Receipt.IdOf(paymentId), cancellationToken))?.Id;

    private static object Values(Receipt receipt, string? document) => new
    {
        payment = Blob.Of(receipt.PaymentId),
        platformId = Blob.Of(receipt.PlatformId),
        chain = checked((long)receipt.ChainId),
        document,
        dueSince = Blob.Of(receipt.DueSince),
    };

    /// <summary>One row. It is filled by property: SQLite does not know the type of a computed column.</summary>
    private sealed class Row
    {
        public required byte[] Payment { get; init; }

        public required byte[] PlatformId { get; init; }

        public required long ChainId { get; init; }

        public required string? Document { get; init; }

        public required long DueSince { get; init; }

        public Receipt ToReceipt() => new(
            Blob.ToId<Payment>(Payment), Blob.ToId<Platform>(PlatformId), (ulong)ChainId, Document, Blob.ToTime(DueSince));
    }
}
