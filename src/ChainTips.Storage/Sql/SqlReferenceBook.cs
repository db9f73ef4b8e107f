using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.Matching;
using ChainTips.Platforms;

namespace ChainTips.Storage.Sql;

internal sealed class SqlReferenceBook(SqlSession session) : IReferenceBook
{
    public async Task<IReadOnlyDictionary<Hash32, PaymentSubject>> FindAsync(
        IReadOnlyCollection<Hash32> paymentReferences, CancellationToken cancellationToken)
    {
        byte[][] wanted = [.. paymentReferences.Select(reference => reference.ToArray())];
        IReadOnlyList<PaidPostRow> posts = await session.ListAnyAsync<PaidPostRow, byte[]>(
            PaidPostRow.Select + " WHERE", "o.payment_reference", wanted, cancellationToken);
        Dictionary<Hash32, PaymentSubject> found = posts.Select(PaymentSubject (row) => row.ToSubject()).ToDictionary(ReferenceOf);
        byte[][] others = found.Count == 0 ? wanted : [.. wanted.Where(reference => !found.ContainsKey(Hash32.FromBytes(reference)))];
        IReadOnlyList<PaymentRequestRow> requests = await session.ListAnyAsync<PaymentRequestRow, byte[]>(
            PaymentRequestRow.Select + " WHERE", "r.payment_reference", others, cancellationToken);
        foreach (PaymentRequestRow row in requests)
        {
            PaymentSubject.OfRequest subject = new(row.ToRequest());
            found.Add(ReferenceOf(subject), subject);
        }

        return found;
    }

    public async Task<IReadOnlyDictionary<Address, Id<Platform>>> FindPlatformsOfPayeesAsync(
        IReadOnlyCollection<Address> payees, CancellationToken cancellationToken)
    {
        IReadOnlyList<PayeeRow> rows = await session.ListAnyAsync<PayeeRow, byte[]>(
            "SELECT c.seq, c.address, p.id AS platformId FROM creators c JOIN platforms p ON p.seq = c.platform WHERE",
            "c.address",
            payees.Select(payee => payee.ToArray()),
            cancellationToken);

        // Two platforms may know the same address; the one that knew it first is told.
        return rows.GroupBy(row => Address.FromBytes(row.Address)).ToDictionary(
            payee => payee.Key, payee => Blob.ToId<Platform>(payee.MinBy(row => row.Seq)!.PlatformId));
    }

    private static Hash32 ReferenceOf(PaymentSubject subject) => subject.Reference.Value;

    private sealed record PayeeRow(long Seq, byte[] Address, byte[] PlatformId);
}
