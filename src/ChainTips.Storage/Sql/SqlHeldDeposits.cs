using ChainTips.Identity;
using ChainTips.Ledger;
using ChainTips.Money;
using ChainTips.PaymentRequests;
using ChainTips.Platforms;

namespace ChainTips.Storage.Sql;

/// <summary>Finds the deposit addresses that hold money: by the books, so no node is asked.</summary>
internal sealed class SqlHeldDeposits(SqlSession session)
{
    public async Task<Page<HeldDeposit>> ListAsync(
        Id<Platform> platformId, PageRequest<PaymentRequest> page, CancellationToken cancellationToken)
    {
        IReadOnlyList<Row> rows = await ReadAsync(platformId, page, cancellationToken);
        bool hasMore = rows.Count > page.Limit;
        Row[] whole = hasMore ? [.. rows.TakeWhile(row => row.Request != rows[^1].Request)] : [.. rows];
        if (hasMore && whole.Length == 0)
        {
            // One request holds more tokens than a page has lines.
            return await ListAsync(platformId, page with { Limit = 2 * page.Limit }, cancellationToken);
        }

        IReadOnlyList<PaymentRequestRow> requests = await session.ListAnyAsync<PaymentRequestRow, long>(
            PaymentRequestRow.Select + " WHERE", "r.seq", whole.Select(row => row.Request).Distinct(), cancellationToken);
        IReadOnlyDictionary<long, PaymentRequest> bySeq = await PaymentRequestRow.ToRequestsAsync(session, requests, cancellationToken);
        return new Page<HeldDeposit>([.. whole.Select(row => row.ToHeld(bySeq[row.Request]))], hasMore);
    }

    private Task<IReadOnlyList<Row>> ReadAsync(Id<Platform> platformId, PageRequest<PaymentRequest> page, CancellationToken cancellationToken) =>
        session.ListAsync<Row>(
            """
            SELECT e.payment_request AS request, t.chain_id AS chainId, t.address AS token, t.symbol, t.decimals,
                sum_amount(CASE WHEN e.kind = 2 THEN e.amount END) AS deposited,
                sum_amount(CASE WHEN e.kind = 3 THEN e.amount END) AS delivered,
                max(CASE WHEN e.kind = 2 THEN e.seq ELSE 0 END) AS lastDeposit, max(CASE WHEN e.kind = 3 THEN e.seq ELSE 0 END) AS lastDelivery
            FROM journal_entries e
                JOIN ledger_accounts a ON a.seq = CASE WHEN e.kind = 2 THEN e.credit ELSE e.debit END
                JOIN tokens t ON t.seq = a.token
            WHERE e.kind IN (2, 3) AND e.platform = (SELECT seq FROM platforms WHERE id = @platformId)
                AND (@after IS NULL OR e.payment_request < (SELECT seq FROM payment_requests WHERE id = @after))
                AND NOT EXISTS (SELECT 1 FROM voids v WHERE v.entry = e.seq)
            GROUP BY e.payment_request, t.chain_id, t.address, t.symbol, t.decimals
            HAVING sum_amount(CASE WHEN e.kind = 2 THEN e.amount END) > sum_amount(CASE WHEN e.kind = 3 THEN e.amount END)
            ORDER BY e.payment_request DESC, t.address LIMIT @limit
            """,
            Paging.Values(platformId, page),
            cancellationToken);

    /// <summary>One row. It is filled by property: SQLite does not know the type of a computed column when no row comes.</summary>
    private sealed class Row
    {
        public required long Request { get; init; }

        public required long ChainId { get; init; }

        public required byte[] Token { get; init; }

        public required string Symbol { get; init; }

        public required long Decimals { get; init; }

        public required byte[] Deposited { get; init; }

        public required byte[] Delivered { get; init; }

        public required long LastDeposit { get; init; }

        public required long LastDelivery { get; init; }

        public HeldDeposit ToHeld(PaymentRequest request) => new(
            request,
            new Token((ulong)ChainId, Ethereum.Primitives.Address.FromBytes(Token), Symbol, (int)Decimals),
            Blob.ToUInt128(Deposited),
            Blob.ToUInt128(Delivered),
            LastDelivery > LastDeposit);
    }
}
