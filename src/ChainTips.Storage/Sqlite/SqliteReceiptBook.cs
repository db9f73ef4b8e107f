using ChainTips.Identity;
using ChainTips.Ledger;
using ChainTips.Platforms;
using ChainTips.Receipts;

namespace ChainTips.Storage.Sqlite;

internal sealed class SqliteReceiptBook(SqliteSession session) : IReceiptBook
{
    public Task AddAsync(Receipt receipt, CancellationToken cancellationToken) => session.ExecuteAsync(
        """
        INSERT INTO receipts (id, payment, platform, document, issued_at)
        VALUES (@id, @payment, (SELECT seq FROM platforms WHERE id = @platformId), @Document, @issuedAt)
        """,
        new
        {
            id = Blob.Of(receipt.Id),
            payment = Blob.Of(receipt.PaymentId),
            platformId = Blob.Of(receipt.PlatformId),
            receipt.Document,
            issuedAt = Blob.Of(receipt.IssuedAt),
        },
        cancellationToken);

    public async Task<Receipt?> FindAsync(Id<Receipt> id, CancellationToken cancellationToken)
    {
        Row? row = await session.FindAsync<Row>(
            """
            SELECT r.payment, p.id AS platformId, r.document, r.issued_at AS issuedAt
            FROM receipts r JOIN platforms p ON p.seq = r.platform
            WHERE r.id = @id
            """,
            new { id = Blob.Of(id) },
            cancellationToken);
        return row is null
            ? null
            : new Receipt(id, Blob.ToId<Payment>(row.Payment), Blob.ToId<Platform>(row.PlatformId), row.Document, Blob.ToTime(row.IssuedAt));
    }

    public async Task<Id<Receipt>?> FindIdAsync(Id<Payment> paymentId, CancellationToken cancellationToken)
    {
        byte[]? id = await session.FindAsync<byte[]>(
            "SELECT id FROM receipts WHERE payment = @payment", new { payment = Blob.Of(paymentId) }, cancellationToken);
        return id is null ? null : Blob.ToId<Receipt>(id);
    }

    private sealed record Row(byte[] Payment, byte[] PlatformId, string Document, long IssuedAt);
}
