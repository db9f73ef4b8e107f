using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.Matching;
using ChainTips.PaymentRequests;
using ChainTips.Platforms;
using ChainTips.Tips;

namespace ChainTips.Storage.Sql;

internal sealed class SqlReferenceBook(SqlSession session) : IReferenceBook
{
    public async Task<IReadOnlyDictionary<Hash32, PaymentSubject>> FindAsync(
        IReadOnlyCollection<Hash32> paymentReferences, CancellationToken cancellationToken)
    {
        byte[][] wanted = [.. paymentReferences.Select(reference => reference.ToArray())];
        IReadOnlyList<PaidPostRow> posts = await session.ListAnyAsync<PaidPostRow, byte[]>(
            PaidPostRow.Select + " WHERE", "o.payment_reference", wanted, cancellationToken);
        Dictionary<Hash32, PaymentSubject> found = (await PaidPostRow.ToSubjectsAsync(session, posts, cancellationToken))
            .ToDictionary(ReferenceOf, PaymentSubject (subject) => subject);
        byte[][] others = found.Count == 0 ? wanted : [.. wanted.Where(reference => !found.ContainsKey(Hash32.FromBytes(reference)))];
        IReadOnlyList<PaymentRequestRow> requests = await session.ListAnyAsync<PaymentRequestRow, byte[]>(
            PaymentRequestRow.Select + " WHERE", "r.payment_reference", others, cancellationToken);
        foreach (PaymentRequest request in (await PaymentRequestRow.ToRequestsAsync(session, requests, cancellationToken)).Values)
        {
            PaymentSubject.OfRequest subject = new(request);
            found.Add(ReferenceOf(subject), subject);
        }

        return found;
    }

    public async Task<IReadOnlyDictionary<Hash32, IssuedTerms>> FindTermsAsync(
        IReadOnlyCollection<Hash32> nonces, CancellationToken cancellationToken)
    {
        IReadOnlyList<TermsRow> rows = await session.ListAnyAsync<TermsRow, byte[]>(
            "SELECT nonce, payment_request AS request, terms FROM issued_terms WHERE",
            "nonce",
            nonces.Select(nonce => nonce.ToArray()),
            cancellationToken);
        IReadOnlyList<PaymentRequestRow> requests = await session.ListAnyAsync<PaymentRequestRow, long>(
            PaymentRequestRow.Select + " WHERE", "r.seq", rows.Select(row => row.Request).Distinct(), cancellationToken);
        IReadOnlyDictionary<long, PaymentRequest> bySeq = await PaymentRequestRow.ToRequestsAsync(session, requests, cancellationToken);
        return rows.ToDictionary(
            row => Hash32.FromBytes(row.Nonce), row => new IssuedTerms(TermsDocument.Parse(row.Terms), bySeq[row.Request]));
    }

    public async Task<IReadOnlyDictionary<Hash32, IReadOnlySet<Address>>> FindFeeReceiversAsync(
        IReadOnlyCollection<Hash32> paymentReferences, CancellationToken cancellationToken)
    {
        IReadOnlyList<FeeReceiverRow> rows = await session.ListAnyAsync<FeeReceiverRow, byte[]>(
            """
            SELECT DISTINCT r.payment_reference AS reference, i.fee_receiver AS receiver
            FROM payment_requests r JOIN issued_terms i ON i.payment_request = r.seq OR i.payment_request = r.basket
            WHERE i.fee_receiver IS NOT NULL AND
            """,
            "r.payment_reference",
            paymentReferences.Select(reference => reference.ToArray()),
            cancellationToken);
        return rows.GroupBy(row => Hash32.FromBytes(row.Reference)).ToDictionary(
            reference => reference.Key,
            IReadOnlySet<Address> (reference) => reference.Select(row => Address.FromBytes(row.Receiver)).ToHashSet());
    }

    public async Task<IReadOnlyDictionary<Address, PaymentRequest>> FindForwardersAsync(
        IReadOnlyCollection<Address> addresses, CancellationToken cancellationToken)
    {
        IReadOnlyList<PaymentRequestRow> rows = await session.ListAnyAsync<PaymentRequestRow, byte[]>(
            PaymentRequestRow.Select + " WHERE", "r.deposit_address", addresses.Select(address => address.ToArray()), cancellationToken);
        return (await PaymentRequestRow.ToRequestsAsync(session, rows, cancellationToken)).Values
            .ToDictionary(request => request.DepositAddress!.Value);
    }

    public async Task<IReadOnlyDictionary<LogPosition, MatchDecision>> FindDecisionsAsync(
        IReadOnlyCollection<LogPosition> positions, CancellationToken cancellationToken)
    {
        // There are few decisions, and many transfers: those of their transactions are few again.
        IReadOnlyList<DecisionRow> rows = await session.ListAnyAsync<DecisionRow, byte[]>(
            DecisionRow.Select + " WHERE",
            "d.transaction_hash",
            positions.Select(position => position.TransactionHash).Distinct().Select(hash => hash.ToArray()),
            cancellationToken);
        IReadOnlyList<MatchDecision> decisions = await ToDecisionsAsync([.. rows.Where(row => positions.Contains(row.Location))], cancellationToken);
        return decisions.ToDictionary(decision => decision.Location);
    }

    /// <summary>The decisions of some rows, in their order.</summary>
    public async Task<IReadOnlyList<MatchDecision>> ToDecisionsAsync(IReadOnlyList<DecisionRow> rows, CancellationToken cancellationToken)
    {
        Hash32[] references = [.. rows.Select(row => Hash32.FromBytes(row.Reference))];
        IReadOnlyDictionary<Hash32, PaymentSubject> subjects = await FindAsync([.. references.Distinct()], cancellationToken);
        return [.. rows.Zip(references, (row, reference) => row.ToDecision(subjects[reference]))];
    }

    public async Task<IReadOnlyList<SumLimit>> ListSumLimitsAsync(ulong chainId, CancellationToken cancellationToken)
    {
        IReadOnlyList<LimitRow> rows = await session.ListAsync<LimitRow>(
            "SELECT token, from_block AS fromBlock, below FROM sum_limits WHERE chain_id = @chain ORDER BY token, from_block",
            new { chain = checked((long)chainId) },
            cancellationToken);
        return [.. rows.Select(row => new SumLimit(Address.FromBytes(row.Token), new BlockNumber((ulong)row.FromBlock), Blob.ToUInt128(row.Below)))];
    }

    public async Task<IReadOnlyDictionary<Address, Id<Platform>>> FindPlatformsOfPayeesAsync(
        IReadOnlyCollection<Address> payees, CancellationToken cancellationToken)
    {
        IReadOnlyList<PayeeRow> rows = await session.ListAnyAsync<PayeeRow, byte[]>(
            "SELECT c.seq, c.address, p.id AS platformId FROM creators c JOIN platforms p ON p.seq = c.platform WHERE",
            "c.address",
            payees.Select(payee => payee.ToArray()),
            cancellationToken);

        IReadOnlyList<PayeeRow> refunded = await session.ListAnyAsync<PayeeRow, byte[]>(
            "SELECT r.seq, r.payee AS address, p.id AS platformId FROM payment_requests r JOIN platforms p ON p.seq = r.platform WHERE r.refunds IS NOT NULL AND",
            "r.payee",
            payees.Select(payee => payee.ToArray()),
            cancellationToken);

        // Two platforms may know the same address; the one that knew it first is told.
        Dictionary<Address, Id<Platform>> platforms = rows.GroupBy(row => Address.FromBytes(row.Address)).ToDictionary(
            payee => payee.Key, payee => Blob.ToId<Platform>(payee.MinBy(row => row.Seq)!.PlatformId));
        foreach (PayeeRow row in refunded)
        {
            platforms.TryAdd(Address.FromBytes(row.Address), Blob.ToId<Platform>(row.PlatformId));
        }

        return platforms;
    }

    private static Hash32 ReferenceOf(PaymentSubject subject) => subject.Reference.Value;

    private sealed record LimitRow(byte[] Token, long FromBlock, byte[] Below);

    private sealed record TermsRow(byte[] Nonce, long Request, string Terms);

    private sealed record FeeReceiverRow(byte[] Reference, byte[] Receiver);

    private sealed record PayeeRow(long Seq, byte[] Address, byte[] PlatformId);
}
