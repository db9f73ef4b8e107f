using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ledger;
using ChainTips.Matching;
using ChainTips.Money;
using ChainTips.Tips;

namespace ChainTips.Storage.Sql;

/// <summary>Reads journal entries back as the payments that caused them.</summary>
internal sealed class SqlPaymentReader(SqlSession session)
{
    private const string Select = """
        SELECT e.seq AS entry, e.payment, e.post, e.payment_request AS request, e.rung, e.kind, b.chain_id AS chainId, b.number AS blockNumber,
            b.hash AS blockHash, b.parent_hash AS blockParent, b.time AS blockTime, e.transaction_hash AS transactionHash,
            e.transaction_index AS transactionIndex, e.position, e.transfer_position AS transferPosition, x.address AS router, e.payer,
            e.recorded_at AS recordedAt, a.holder AS payee, t.address AS tokenAddress, t.symbol, t.decimals, e.amount,
            CASE WHEN s.entry IS NOT NULL THEN 2 WHEN v.entry IS NOT NULL THEN 3 ELSE 1 END AS state,
            COALESCE(s.since, v.since, e.recorded_at) AS stateSince, f.document AS evidence, m.amount AS fee, g.holder AS feeReceiver,
            COALESCE(u.others, 0) AS others
        FROM journal_entries e
            JOIN platforms p ON p.seq = e.platform
            JOIN paid_blocks b ON b.seq = e.block
            JOIN contracts x ON x.seq = e.contract
            JOIN ledger_accounts a ON a.seq = e.credit
            JOIN tokens t ON t.seq = a.token
            LEFT JOIN settlements s ON s.entry = e.seq
            LEFT JOIN voids v ON v.entry = e.seq
            LEFT JOIN match_evidence f ON f.entry = e.seq
            LEFT JOIN further_movements m ON m.entry = e.seq AND m.line = 1
            LEFT JOIN ledger_accounts g ON g.seq = m.credit
            LEFT JOIN summed_transfers u ON u.entry = e.seq
        """;

    /// <summary>The payments of the entries that a condition on e, p, b, a or t selects.</summary>
    public async Task<IReadOnlyList<ReadPayment>> ListAsync(string condition, object values, CancellationToken cancellationToken) =>
        await ToPaymentsAsync(await session.ListAsync<Row>($"{Select} {condition}", values, cancellationToken), cancellationToken);

    /// <summary>The payments of the entries whose column has any of some values.</summary>
    public async Task<IReadOnlyList<ReadPayment>> ListAnyAsync<TValue>(
        string column, IReadOnlyCollection<TValue> values, CancellationToken cancellationToken) =>
        await ToPaymentsAsync(await session.ListAnyAsync<Row, TValue>($"{Select} WHERE", column, values, cancellationToken), cancellationToken);

    private async Task<IReadOnlyList<ReadPayment>> ToPaymentsAsync(IReadOnlyList<Row> rows, CancellationToken cancellationToken)
    {
        IReadOnlyList<PaymentRequestRow> requests = await session.ListAnyAsync<PaymentRequestRow, long>(
            PaymentRequestRow.Select + " WHERE", "r.seq", rows.Select(row => row.Request).OfType<long>().Distinct(), cancellationToken);
        Dictionary<long, PaymentSubject> ofRequests =
            (await PaymentRequestRow.ToRequestsAsync(session, requests, cancellationToken)).ToDictionary(
                request => request.Key, PaymentSubject (request) => new PaymentSubject.OfRequest(request.Value));
        IReadOnlyList<PaidPostRow> posts = await session.ListAnyAsync<PaidPostRow, long>(
            PaidPostRow.Select + " WHERE", "o.seq", rows.Where(row => row.Request is null).Select(row => row.Post).OfType<long>().Distinct(), cancellationToken);
        Dictionary<long, PaymentSubject> ofPosts = posts.Zip(await PaidPostRow.ToSubjectsAsync(session, posts, cancellationToken))
            .ToDictionary(post => post.First.Seq, PaymentSubject (post) => post.Second);
        return [.. rows.Select(row => row.ToPayment(SubjectOf(row)))];

        PaymentSubject SubjectOf(Row row) =>
            (row.Request is long request ? ofRequests.GetValueOrDefault(request) : ofPosts.GetValueOrDefault(row.Post ?? 0))
            ?? throw new InvalidOperationException($"Journal entry {row.Entry} was paid for a post or request that is not there.");
    }

    /// <summary>One row. It is filled by property: SQLite does not know the type of a computed column when no row comes.</summary>
    private sealed class Row
    {
        public required long Entry { get; init; }

        public required byte[] Payment { get; init; }

        public required long? Post { get; init; }

        public required long? Request { get; init; }

        public required long Rung { get; init; }

        public required long Kind { get; init; }

        public required long ChainId { get; init; }

        public required long BlockNumber { get; init; }

        public required byte[] BlockHash { get; init; }

        public required byte[] BlockParent { get; init; }

        public required long BlockTime { get; init; }

        public required byte[] TransactionHash { get; init; }

        public required long TransactionIndex { get; init; }

        public required long Position { get; init; }

        public required long TransferPosition { get; init; }

        public required byte[] Router { get; init; }

        public required byte[] Payer { get; init; }

        public required long RecordedAt { get; init; }

        public required byte[] Payee { get; init; }

        public required byte[] TokenAddress { get; init; }

        public required string Symbol { get; init; }

        public required long Decimals { get; init; }

        public required byte[] Amount { get; init; }

        public required long State { get; init; }

        public required long StateSince { get; init; }

        public required string? Evidence { get; init; }

        public required byte[]? Fee { get; init; }

        public required byte[]? FeeReceiver { get; init; }

        public required long Others { get; init; }

        public ReadPayment ToPayment(PaymentSubject subject)
        {
            Payment payment = new(Blob.ToId<Payment>(Payment), ToTip(subject), subject, (MatchRung)Rung, (PaymentKind)Kind)
            {
                Others = (int)Others,
            };
            return new ReadPayment(
                Entry, new BookedPayment(payment, (EntryState)State, Blob.ToTime(RecordedAt), Blob.ToTime(StateSince))
                {
                    Evidence = MatchEvidenceText.Parse(Evidence),
                });
        }

        private Tip ToTip(PaymentSubject subject) => new(
            new LogPosition((ulong)ChainId, Hash32.FromBytes(TransactionHash), (int)Position),
            new BlockRef(new BlockNumber((ulong)BlockNumber), Hash32.FromBytes(BlockHash), Hash32.FromBytes(BlockParent)),
            Blob.ToTime(BlockTime),
            (int)TransactionIndex,
            Address.FromBytes(Router),
            subject.Reference.Value,
            Address.FromBytes(Payer),
            Kind == (long)PaymentKind.Refund && subject is PaymentSubject.OfRequest refund ? refund.Request.Payee : Address.FromBytes(Payee),
            new TokenAmount(
                Blob.ToUInt128(Amount), new Token((ulong)ChainId, Address.FromBytes(TokenAddress), Symbol, (int)Decimals)),
            (int)TransferPosition)
        {
            Fee = Fee is null ? null : new TipFee(Blob.ToUInt128(Fee), Address.FromBytes(FeeReceiver!)),
        };
    }
}
