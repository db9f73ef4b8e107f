using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.Matching;
using ChainTips.Platforms;

namespace ChainTips.Storage.Sqlite;

internal sealed class SqliteReferenceBook(SqliteSession session) : IReferenceBook
{
    public async Task<PaymentSubject?> FindAsync(Hash32 paymentReference, CancellationToken cancellationToken)
    {
        byte[] reference = paymentReference.ToArray();
        PaymentRequestRow? request = await session.FindAsync<PaymentRequestRow>(
            PaymentRequestRow.Select + " WHERE r.payment_reference = @reference", new { reference }, cancellationToken);
        if (request is not null)
        {
            return new PaymentSubject.OfRequest(request.ToRequest());
        }

        PaidPostRow? post = await session.FindAsync<PaidPostRow>(
            PaidPostRow.Select + " WHERE o.payment_reference = @reference", new { reference }, cancellationToken);
        return post?.ToSubject();
    }

    public async Task<Id<Platform>?> FindPlatformOfPayeeAsync(Address payee, CancellationToken cancellationToken)
    {
        byte[]? id = await session.FindAsync<byte[]>(
            "SELECT p.id FROM creators c JOIN platforms p ON p.seq = c.platform WHERE c.address = @payee ORDER BY c.seq LIMIT 1",
            new { payee = payee.ToArray() },
            cancellationToken);
        return id is null ? null : Blob.ToId<Platform>(id);
    }
}
