using ChainTips.Identity;
using ChainTips.Ledger;
using ChainTips.Money;
using ChainTips.Platforms;

namespace ChainTips.Storage.Sqlite;

internal sealed class SqliteLedgerBook(SqliteSession session, SqlitePaymentReader payments) : ILedgerBook
{
    /// <summary>A payment that left the chain and was mined again has several entries; the newest speaks for it.</summary>
    private const string Newest = "e.seq = (SELECT max(seq) FROM journal_entries WHERE payment = e.payment)";

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
                SELECT debit AS account, 1 AS side, amount, (SELECT max(state) FROM entry_states s WHERE s.entry = m.entry) AS state
                FROM movements m
                UNION ALL
                SELECT credit, 2, amount, (SELECT max(state) FROM entry_states s WHERE s.entry = m.entry)
                FROM movements m
            ) l ON l.account = a.seq
        WHERE p.id = @platformId
        GROUP BY a.seq
        ORDER BY a.seq
        """;

    /// <summary>Each row is an entry in which the tables contradict each other.</summary>
    private const string FindFaults = """
        WITH own AS (SELECT * FROM journal_entries WHERE platform = (SELECT seq FROM platforms WHERE id = @platformId))
        SELECT 'Journal entry ' || e.seq || ' has no movement.' FROM own e
        WHERE NOT EXISTS (SELECT 1 FROM movements WHERE entry = e.seq)
        UNION ALL
        SELECT 'Journal entry ' || e.seq || ' has no state.' FROM own e
        WHERE NOT EXISTS (SELECT 1 FROM entry_states WHERE entry = e.seq)
        UNION ALL
        SELECT 'Journal entry ' || e.seq || ' counts, but its payment is not the live one.' FROM own e
        WHERE NOT EXISTS (SELECT 1 FROM entry_states WHERE entry = e.seq AND state = 3)
            AND NOT EXISTS (SELECT 1 FROM live_payments WHERE entry = e.seq AND payment = e.payment)
        UNION ALL
        SELECT 'Journal entry ' || e.seq || ' is voided, but its payment is live.' FROM own e
        WHERE EXISTS (SELECT 1 FROM live_payments WHERE entry = e.seq)
            AND EXISTS (SELECT 1 FROM entry_states WHERE entry = e.seq AND state = 3)
        UNION ALL
        SELECT 'Journal entry ' || e.seq || ' is settled, but its payment has no receipt.' FROM own e
        WHERE EXISTS (SELECT 1 FROM entry_states WHERE entry = e.seq AND state = 2)
            AND NOT EXISTS (SELECT 1 FROM receipts WHERE payment = e.payment)
        """;

    public async Task<BookedPayment?> FindPaymentAsync(
        Id<Platform> platformId, Id<Payment> id, CancellationToken cancellationToken)
    {
        IReadOnlyList<BookedPayment> found = await payments.ListAsync(
            $"WHERE p.id = @platformId AND e.payment = @payment AND {Newest}",
            new { platformId = Blob.Of(platformId), payment = Blob.Of(id) },
            cancellationToken);
        return found.Count == 0 ? null : found[0];
    }

    public async Task<Page<BookedPayment>> ListPaymentsAsync(
        PaymentFilter filter, PageRequest<Payment> page, CancellationToken cancellationToken)
    {
        IReadOnlyList<BookedPayment> found = await payments.ListAsync(
            $"""
            WHERE p.id = @platformId AND {Newest}
                AND (@creator IS NULL OR e.creator = (SELECT seq FROM creators WHERE id = @creator))
                AND (@post IS NULL OR e.post = (SELECT seq FROM posts WHERE id = @post))
                AND (@request IS NULL OR e.payment_request = (SELECT seq FROM payment_requests WHERE id = @request))
                AND (@after IS NULL OR e.seq < (SELECT max(seq) FROM journal_entries WHERE payment = @after))
            ORDER BY e.seq DESC LIMIT @limit
            """,
            new
            {
                platformId = Blob.Of(filter.PlatformId),
                creator = filter.Creator is { } creator ? Blob.Of(creator) : null,
                post = filter.Post is { } post ? Blob.Of(post) : null,
                request = filter.Request is { } request ? Blob.Of(request) : null,
                after = page.After is { } after ? Blob.Of(after) : null,
                limit = page.Limit + 1,
            },
            cancellationToken);
        return Page<BookedPayment>.FromOverread(found, page.Limit);
    }

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
