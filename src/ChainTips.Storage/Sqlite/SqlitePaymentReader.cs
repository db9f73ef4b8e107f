using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ledger;
using ChainTips.Matching;
using ChainTips.Money;
using ChainTips.Tips;

namespace ChainTips.Storage.Sqlite;

/// <summary>Reads journal entries back as the payments that caused them.</summary>
internal sealed class SqlitePaymentReader(SqliteSession session)
{
    private const string Select = """
        SELECT e.payment, e.post, e.payment_request AS request, e.rung, e.chain_id AS chainId, e.block_number AS blockNumber,
            e.block_hash AS blockHash, e.block_parent AS blockParent, e.block_time AS blockTime, e.transaction_hash AS transactionHash,
            e.transaction_index AS transactionIndex, e.position, e.transfer_position AS transferPosition, e.router, e.payer,
            e.payment_reference AS paymentReference, e.recorded_at AS recordedAt, a.holder AS payee, t.address AS tokenAddress, t.symbol,
            t.decimals, m.amount,
            (SELECT max(state) FROM entry_states s WHERE s.entry = e.seq) AS state,
            (SELECT max(since) FROM entry_states s WHERE s.entry = e.seq) AS stateSince
        FROM journal_entries e
            JOIN platforms p ON p.seq = e.platform
            JOIN movements m ON m.entry = e.seq AND m.line = 0
            JOIN ledger_accounts a ON a.seq = m.credit
            JOIN tokens t ON t.seq = a.token
        """;

    /// <summary>The payments of the entries that a condition on e, p, m, a or t selects.</summary>
    public async Task<IReadOnlyList<BookedPayment>> ListAsync(string condition, object values, CancellationToken cancellationToken)
    {
        List<BookedPayment> payments = [];
        foreach (Row row in await session.ListAsync<Row>($"{Select} {condition}", values, cancellationToken))
        {
            PaymentSubject subject = await ReadSubjectAsync(row, cancellationToken);
            Payment payment = new(Blob.ToId<Payment>(row.Payment), row.ToTip(), subject, (MatchRung)row.Rung);
            payments.Add(new BookedPayment(
                payment, (EntryState)row.State, Blob.ToTime(row.RecordedAt), Blob.ToTime(row.StateSince)));
        }

        return payments;
    }

    private async Task<PaymentSubject> ReadSubjectAsync(Row row, CancellationToken cancellationToken)
    {
        if (row.Request is long request)
        {
            PaymentRequestRow found = await session.ReadAsync<PaymentRequestRow>(
                PaymentRequestRow.Select + " WHERE r.seq = @request", new { request }, cancellationToken);
            return new PaymentSubject.OfRequest(found.ToRequest());
        }

        PaidPostRow post = await session.ReadAsync<PaidPostRow>(
            PaidPostRow.Select + " WHERE o.seq = @post", new { post = row.Post }, cancellationToken);
        return post.ToSubject();
    }

    /// <summary>One row. It is filled by property: SQLite does not know the type of a computed column when no row comes.</summary>
    private sealed class Row
    {
        public required byte[] Payment { get; init; }

        public required long? Post { get; init; }

        public required long? Request { get; init; }

        public required long Rung { get; init; }

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

        public required byte[] PaymentReference { get; init; }

        public required long RecordedAt { get; init; }

        public required byte[] Payee { get; init; }

        public required byte[] TokenAddress { get; init; }

        public required string Symbol { get; init; }

        public required long Decimals { get; init; }

        public required byte[] Amount { get; init; }

        public required long State { get; init; }

        public required long StateSince { get; init; }

        public Tip ToTip() => new(
            new LogPosition((ulong)ChainId, Hash32.FromBytes(TransactionHash), (int)Position),
            new BlockRef(new BlockNumber((ulong)BlockNumber), Hash32.FromBytes(BlockHash), Hash32.FromBytes(BlockParent)),
            Blob.ToTime(BlockTime),
            (int)TransactionIndex,
            Address.FromBytes(Router),
            Hash32.FromBytes(PaymentReference),
            Address.FromBytes(Payer),
            Address.FromBytes(Payee),
            new TokenAmount(
                Blob.ToUInt128(Amount), new Token((ulong)ChainId, Address.FromBytes(TokenAddress), Symbol, (int)Decimals)),
            (int)TransferPosition);
    }
}
