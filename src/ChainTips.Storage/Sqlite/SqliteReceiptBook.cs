using ChainTips.Identity;
using ChainTips.Ledger;
using ChainTips.Platforms;
using ChainTips.Receipts;

namespace ChainTips.Storage.Sqlite;

internal sealed class SqliteReceiptBook(SqliteSession session) : IReceiptBook
{
    private const string Select = """
        SELECT r.id, r.payment, p.id AS platformId, r.chain_id AS chainId, r.document, r.due_since AS dueSince
        FROM receipts r JOIN platforms p ON p.seq = r.platform
        """;

    public Task AddAsync(Receipt receipt, CancellationToken cancellationToken) => session.ExecuteAsync(
        """
        INSERT INTO receipts (id, payment, platform, chain_id, document, due_since)
        VALUES (@id, @payment, (SELECT seq FROM platforms WHERE id = @platformId), @chain, @Document, @dueSince)
        """,
        new
        {
            id = Blob.Of(receipt.Id),
            payment = Blob.Of(receipt.PaymentId),
            platformId = Blob.Of(receipt.PlatformId),
            chain = checked((long)receipt.ChainId),
            receipt.Document,
            dueSince = Blob.Of(receipt.DueSince),
        },
        cancellationToken);

    public Task WriteAsync(Id<Receipt> id, string document, CancellationToken cancellationToken) => session.ExecuteAsync(
        "UPDATE receipts SET document = @document WHERE id = @id AND document IS NULL", new { id = Blob.Of(id), document }, cancellationToken);

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
        Row? row = await session.FindAsync<Row>(Select + " WHERE r.id = @id", new { id = Blob.Of(id) }, cancellationToken);
        return row?.ToReceipt();
    }

    public async Task<Id<Receipt>?> FindIdAsync(Id<Payment> paymentId, CancellationToken cancellationToken)
    {
        byte[]? id = await session.FindAsync<byte[]>(
            "SELECT id FROM receipts WHERE payment = @payment", new { payment = Blob.Of(paymentId) }, cancellationToken);
        return id is null ? null : Blob.ToId<Receipt>(id);
    }

    private sealed record Row(byte[] Id, byte[] Payment, byte[] PlatformId, long ChainId, string? Document, long DueSince)
    {
        public Receipt ToReceipt() => new(
            Blob.ToId<Receipt>(Id), Blob.ToId<Payment>(Payment), Blob.ToId<Platform>(PlatformId), (ulong)ChainId, Document,
            Blob.ToTime(DueSince));
    }
}
