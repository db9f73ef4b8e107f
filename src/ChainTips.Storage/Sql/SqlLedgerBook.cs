using ChainTips.Identity;
using ChainTips.Ledger;
using ChainTips.Money;
using ChainTips.Platforms;

namespace ChainTips.Storage.Sql;

internal sealed class SqlLedgerBook(SqlSession session, SqlPaymentReader payments) : ILedgerBook
{
    /// <summary>A payment that left the chain and was mined again has several entries; the newest speaks for it.</summary>
    private const string Newest = """
        (v.entry IS NULL OR NOT EXISTS (SELECT 1 FROM live_payments WHERE payment = e.payment)
            AND NOT EXISTS (SELECT 1 FROM voids WHERE payment = e.payment AND entry > e.seq))
        """;

    private const string OfPayment = """
        e.seq IN (SELECT entry FROM live_payments WHERE payment = @payment UNION ALL SELECT entry FROM voids WHERE payment = @payment)
        """;

    private const string SumAccounts = """
        SELECT a.kind, a.holder, t.chain_id AS chainId, t.address, t.symbol, t.decimals,
            sum_amount(CASE WHEN l.state = 1 AND l.side = 1 THEN l.amount END) AS pendingDebits,
            sum_amount(CASE WHEN l.state = 1 AND l.side = 2 THEN l.amount END) AS pendingCredits,
            sum_amount(CASE WHEN l.state = 2 AND l.side = 1 THEN l.amount END) AS settledDebits,
            sum_amount(CASE WHEN l.state = 2 AND l.side = 2 THEN l.amount END) AS settledCredits
        FROM ledger_accounts a
            JOIN platforms p ON p.seq = a.platform
            JOIN tokens t ON t.seq = a.token
            LEFT JOIN (
                SELECT m.debit AS account, 1 AS side, m.amount, CASE WHEN s.entry IS NULL THEN 1 ELSE 2 END AS state
                FROM movements m LEFT JOIN settlements s ON s.entry = m.entry
                WHERE NOT EXISTS (SELECT 1 FROM voids v WHERE v.entry = m.entry)
                UNION ALL
                SELECT m.credit, 2, m.amount, CASE WHEN s.entry IS NULL THEN 1 ELSE 2 END
                FROM movements m LEFT JOIN settlements s ON s.entry = m.entry
                WHERE NOT EXISTS (SELECT 1 FROM voids v WHERE v.entry = m.entry)
            ) l ON l.account = a.seq
        WHERE p.id = @platformId
        GROUP BY a.seq, t.seq
        ORDER BY a.seq
        """;

    /// <summary>Each row is an entry in which the tables contradict each other.</summary>
    private const string FindFaults = """
        WITH own AS (SELECT * FROM journal_entries WHERE platform = (SELECT seq FROM platforms WHERE id = @platformId))
        SELECT 'Journal entry ' || e.seq || ' counts, but its payment is not the live one.' FROM own e
        WHERE NOT EXISTS (SELECT 1 FROM voids WHERE entry = e.seq)
            AND NOT EXISTS (SELECT 1 FROM live_payments WHERE entry = e.seq AND payment = e.payment)
        UNION ALL
        SELECT 'Journal entry ' || e.seq || ' is voided, but its payment is live.' FROM own e
        WHERE EXISTS (SELECT 1 FROM live_payments WHERE entry = e.seq)
            AND EXISTS (SELECT 1 FROM voids WHERE entry = e.seq)
        UNION ALL
        SELECT 'Journal entry ' || e.seq || ' is both settled and voided.' FROM own e
        WHERE EXISTS (SELECT 1 FROM settlements WHERE entry = e.seq)
            AND EXISTS (SELECT 1 FROM voids WHERE entry = e.seq)
        UNION ALL
        SELECT 'Journal entry ' || e.seq || ' is neither settled nor voided, and waits for no block.' FROM own e
        WHERE NOT EXISTS (SELECT 1 FROM settlements WHERE entry = e.seq)
            AND NOT EXISTS (SELECT 1 FROM voids WHERE entry = e.seq)
            AND NOT EXISTS (SELECT 1 FROM pending_entries WHERE entry = e.seq)
        UNION ALL
        SELECT 'Journal entry ' || e.seq || ' is settled in the hash chain of another contract or token.' FROM own e
            JOIN settlements s ON s.entry = e.seq
            LEFT JOIN hash_chains h ON h.seq = s.hash_chain
            LEFT JOIN ledger_accounts a ON a.seq = e.credit
        WHERE h.seq IS NULL OR h.contract <> e.contract OR h.token <> a.token
        UNION ALL
        SELECT 'Journal entry ' || e.seq || ' names another creator than what it was paid for.' FROM own e
            LEFT JOIN posts o ON o.seq = e.post
            LEFT JOIN payment_requests r ON r.seq = e.payment_request
        WHERE e.creator <> COALESCE(r.creator, o.creator) OR e.platform <> COALESCE(r.platform, o.platform)
        """;

    public async Task<BookedPayment?> FindPaymentAsync(
        Id<Platform> platformId, Id<Payment> id, CancellationToken cancellationToken)
    {
        IReadOnlyList<ReadPayment> found = await payments.ListAsync(
            $"WHERE p.id = @platformId AND {OfPayment} AND {Newest}",
            new { platformId = Blob.Of(platformId), payment = Blob.Of(id) },
            cancellationToken);
        return found.Count == 0 ? null : found[0].Booked;
    }

    public async Task<Page<BookedPayment>> ListPaymentsAsync(
        PaymentFilter filter, PageRequest<Payment> page, CancellationToken cancellationToken)
    {
        string condition = $"WHERE p.id = @platformId AND {Newest}"
            + (filter.Creator is null ? "" : " AND e.creator = (SELECT seq FROM creators WHERE id = @creator)")
            + (filter.Post is null ? "" : " AND e.post = (SELECT seq FROM posts WHERE id = @post)")
            + (filter.Request is null ? "" : " AND e.payment_request IN (SELECT seq FROM payment_requests WHERE id = @request OR basket = (SELECT seq FROM payment_requests WHERE id = @request))")
            + (page.After is null ? "" : " AND e.seq < (SELECT max(e.seq) FROM journal_entries e WHERE " + OfPayment + ")")
            + " ORDER BY e.seq DESC LIMIT @limit";
        IReadOnlyList<ReadPayment> found = await payments.ListAsync(
            condition,
            new
            {
                platformId = Blob.Of(filter.PlatformId),
                creator = filter.Creator is { } creator ? Blob.Of(creator) : null,
                post = filter.Post is { } post ? Blob.Of(post) : null,
                request = filter.Request is { } request ? Blob.Of(request) : null,
                payment = page.After is { } after ? Blob.Of(after) : null,
                limit = page.Limit + 1,
            },
            cancellationToken);
        return Page<BookedPayment>.FromOverread([.. found.Select(read => read.Booked)], page.Limit);
    }

    public async Task<IReadOnlyList<BookedPayment>> ListOddAsync(Id<Platform> platformId, int limit, CancellationToken cancellationToken)
    {
        long newest = await session.ReadAsync<long>("SELECT COALESCE(max(seq), 0) FROM journal_entries", null, cancellationToken);
        IReadOnlyList<ReadPayment> odd = await payments.ListAsync(
            """
            WHERE p.id = @platformId AND e.seq > @before AND e.kind IN (1, 2) AND v.entry IS NULL
                AND NOT EXISTS (SELECT 1 FROM dismissals d WHERE d.platform = e.platform AND d.chain_id = b.chain_id
                    AND d.transaction_hash = e.transaction_hash AND d.position = e.transfer_position)
                AND (EXISTS (SELECT 1 FROM payment_requests r WHERE r.seq = e.payment_request AND r.token <> a.token)
                    OR e.seq IN (
                        SELECT max(o.seq) FROM journal_entries o
                            JOIN payment_requests r ON r.seq = o.payment_request
                            JOIN ledger_accounts c ON c.seq = o.credit AND c.token = r.token
                        WHERE o.seq > @before AND o.kind IN (1, 2) AND NOT EXISTS (SELECT 1 FROM voids w WHERE w.entry = o.seq)
                        GROUP BY o.payment_request, r.maximum HAVING sum_amount(o.amount) > r.maximum))
            ORDER BY e.seq DESC LIMIT @limit
            """,
            new { platformId = Blob.Of(platformId), before = newest - ILedgerBook.OddAmong, limit },
            cancellationToken);
        return [.. odd.Select(read => read.Booked)];
    }

    public Task<Page<HeldDeposit>> ListHeldAsync(
        Id<Platform> platformId, PageRequest<PaymentRequests.PaymentRequest> page, CancellationToken cancellationToken) =>
        new SqlHeldDeposits(session).ListAsync(platformId, page, cancellationToken);

    public async Task<TrialBalance> ReadTrialBalanceAsync(Id<Platform> platformId, CancellationToken cancellationToken)
    {
        var platform = new { platformId = Blob.Of(platformId) };
        IReadOnlyList<AccountRow> rows = await session.ListAsync<AccountRow>(SumAccounts, platform, cancellationToken);
        IReadOnlyList<string> faults = await session.ListAsync<string>(FindFaults, platform, cancellationToken);
        return TrialBalance.Of([.. rows.Select(row => row.ToBalance(platformId))], faults);
    }

    private sealed record AccountRow(
        long Kind, byte[] Holder, long ChainId, byte[] Address, string Symbol, long Decimals, byte[] PendingDebits,
        byte[] PendingCredits, byte[] SettledDebits, byte[] SettledCredits)
    {
        public AccountBalance ToBalance(Id<Platform> platformId)
        {
            Token token = new((ulong)ChainId, Ethereum.Primitives.Address.FromBytes(Address), Symbol, (int)Decimals);
            LedgerAccount account = new(platformId, (AccountKind)Kind, token, Ethereum.Primitives.Address.FromBytes(Holder));
            return new AccountBalance(account, Amount(PendingDebits), Amount(PendingCredits), Amount(SettledDebits), Amount(SettledCredits));

            TokenAmount Amount(byte[] sum) => new(Blob.ToUInt128(sum), token);
        }
    }
}
