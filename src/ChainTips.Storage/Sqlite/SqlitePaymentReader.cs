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
        SELECT e.seq, e.payment, e.post, e.payment_request AS request, e.rung, e.chain_id AS chainId, e.block_number AS blockNumber,
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

    private sealed record Row(
        long Seq, byte[] Payment, long? Post, long? Request, long Rung, long ChainId, long BlockNumber, byte[] BlockHash,
        byte[] BlockParent, long BlockTime, byte[] TransactionHash, long TransactionIndex, long Position, long TransferPosition,
        byte[] Router, byte[] Payer, byte[] PaymentReference, long RecordedAt, byte[] Payee, byte[] TokenAddress, string Symbol,
        long Decimals, byte[] Amount, long State, long StateSince)
    {
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
