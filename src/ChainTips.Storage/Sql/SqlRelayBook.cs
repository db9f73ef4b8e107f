using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.PaymentRequests;
using ChainTips.Platforms;
using ChainTips.Relaying;

namespace ChainTips.Storage.Sql;

internal sealed class SqlRelayBook(SqlSession session) : IRelayBook
{
    private readonly SqlRelayTransactions _transactions = new(session);

    public async Task<bool> TryAddAsync(Relay relay, CancellationToken cancellationToken) => await session.ExecuteAsync(
        """
        INSERT INTO relays (id, platform, payment_request, terms, chain_id, token, payer, nonce, signature, gas, status, reason, accepted_at, changed_at, next_look_at)
        VALUES (@id, (SELECT seq FROM platforms WHERE id = @platformId), (SELECT seq FROM payment_requests WHERE id = @requestId),
            (SELECT seq FROM issued_terms WHERE nonce = @nonce), @chain, @token, @payer, @nonce, @signature, @gas, @status, @Reason, @acceptedAt, @changedAt, @nextLookAt)
        ON CONFLICT (chain_id, token, payer, nonce) DO NOTHING
        """,
        new
        {
            id = Blob.Of(relay.Id),
            platformId = Blob.Of(relay.PlatformId),
            requestId = Blob.Of(relay.RequestId),
            chain = checked((long)relay.Authorization.Terms.ChainId),
            token = relay.Authorization.Terms.Token.ToArray(),
            payer = relay.Authorization.Payer.ToArray(),
            nonce = relay.Authorization.Nonce.ToArray(),
            signature = relay.Authorization.Signature.ToArray(),
            gas = checked((long)relay.Gas),
            status = (long)relay.Status,
            relay.Reason,
            acceptedAt = Blob.Of(relay.AcceptedAt),
            changedAt = Blob.Of(relay.ChangedAt),
            nextLookAt = Blob.Of(relay.NextLookAt),
        },
        cancellationToken) == 1;

    public async Task<Relay?> FindAsync(Id<Relay> id, CancellationToken cancellationToken) =>
        (await session.FindAsync<RelayRow>(RelayRow.Select + " WHERE r.id = @id", new { id = Blob.Of(id) }, cancellationToken))?.ToRelay();

    public async Task<Relay?> FindAsync(Address payer, Hash32 nonce, CancellationToken cancellationToken) => (await session.FindAsync<RelayRow>(
        RelayRow.Select + " WHERE r.nonce = @nonce AND r.payer = @payer", new { nonce = nonce.ToArray(), payer = payer.ToArray() }, cancellationToken))?.ToRelay();

    public async Task<RelayUse> SumAsync(Id<Platform> platformId, Address? payer, DateTimeOffset since, CancellationToken cancellationToken)
    {
        UseRow row = await session.ReadAsync<UseRow>(
            $"""
            SELECT count(*) AS relays, CAST(COALESCE(sum(gas), 0) AS BIGINT) AS gas FROM relays
            WHERE platform = (SELECT seq FROM platforms WHERE id = @platformId) AND accepted_at >= @since {(payer is null ? "" : "AND payer = @payer")}
            """,
            new { platformId = Blob.Of(platformId), since = Blob.Of(since), payer = payer?.ToArray() },
            cancellationToken);
        return new RelayUse(row.Relays, (UInt128)row.Gas);
    }

    public async Task<IReadOnlyList<Relay>> ListDueAsync(
        ulong chainId, RelayStatus status, DateTimeOffset now, int limit, CancellationToken cancellationToken) => ToRelays(
        await session.ListAsync<RelayRow>(
            RelayRow.Select + " WHERE r.chain_id = @chain AND r.status = @status AND r.status IN (0, 1, 2, 3) AND r.next_look_at <= @now ORDER BY r.next_look_at, r.seq LIMIT @limit",
            new { chain = checked((long)chainId), status = (long)status, now = Blob.Of(now), limit },
            cancellationToken));

    public async Task<IReadOnlyList<Relay>> ListPaidByOthersAsync(ulong chainId, CancellationToken cancellationToken) => ToRelays(
        await session.ListAsync<RelayRow>(
            RelayRow.Select + " WHERE r.chain_id = @chain AND r.status = 3 AND r.is_paid_by_other = 1 ORDER BY r.seq",
            new { chain = checked((long)chainId) },
            cancellationToken));

    public async Task<IReadOnlyList<Relay>> ListOfAsync(RelayTransaction transaction, CancellationToken cancellationToken) => ToRelays(
        await session.ListAsync<RelayRow>(
            RelayRow.Select + """
             JOIN relay_items m ON m.relay = r.seq JOIN relay_transactions t ON t.seq = m.relay_transaction
            WHERE t.chain_id = @chain AND t.sender = @sender AND t.nonce = @nonce ORDER BY m.position
            """,
            SqlRelayTransactions.KeyOf(transaction),
            cancellationToken));

    public async Task<IReadOnlyDictionary<RelayStatus, long>> CountWaitingAsync(ulong chainId, CancellationToken cancellationToken)
    {
        IReadOnlyList<CountRow> rows = await session.ListAsync<CountRow>(
            "SELECT status, count(*) AS relays FROM relays WHERE chain_id = @chain AND status IN (0, 1, 2, 3) GROUP BY status",
            new { chain = checked((long)chainId) },
            cancellationToken);
        return rows.ToDictionary(row => (RelayStatus)row.Status, row => row.Relays);
    }

    public Task UpdateAsync(Relay relay, CancellationToken cancellationToken) => session.ExecuteAsync(
        """
        UPDATE relays SET gas = @gas, status = @status, reason = @Reason, transaction_hash = @hash, is_paid_by_other = @byOther, block_number = @block,
            used_at = @usedAt, changed_at = @changedAt, next_look_at = @nextLookAt
        WHERE id = @id
        """,
        new
        {
            id = Blob.Of(relay.Id),
            gas = checked((long)relay.Gas),
            status = (long)relay.Status,
            relay.Reason,
            hash = relay.TransactionHash?.ToArray(),
            byOther = relay.IsPaidByOther ? 1L : 0L,
            block = (long?)relay.Block?.Value,
            usedAt = (long?)relay.UsedAt?.Value,
            changedAt = Blob.Of(relay.ChangedAt),
            nextLookAt = Blob.Of(relay.NextLookAt),
        },
        cancellationToken);

    public async Task<IReadOnlyList<Hash32>> FindPaymentsAsync(Id<PaymentRequest> requestId, Address payer, CancellationToken cancellationToken)
    {
        IReadOnlyList<byte[]> hashes = await session.ListAsync<byte[]>(
            """
            SELECT DISTINCT e.transaction_hash FROM journal_entries e JOIN live_payments l ON l.payment = e.payment AND l.entry = e.seq
            WHERE e.payment_request = (SELECT seq FROM payment_requests WHERE id = @requestId) AND e.payer = @payer
            """,
            new { requestId = Blob.Of(requestId), payer = payer.ToArray() },
            cancellationToken);
        return [.. hashes.Select(hash => Hash32.FromBytes(hash))];
    }

    public Task<IReadOnlyList<RelayTransaction>> ListOpenAsync(ulong chainId, Address sender, CancellationToken cancellationToken) =>
        _transactions.ListOpenAsync(chainId, sender, cancellationToken);

    public Task<ulong?> FindLastNonceAsync(ulong chainId, Address sender, CancellationToken cancellationToken) =>
        _transactions.FindLastNonceAsync(chainId, sender, cancellationToken);

    public Task<ulong?> FindLastOverAsync(ulong chainId, Address sender, CancellationToken cancellationToken) =>
        _transactions.FindLastOverAsync(chainId, sender, cancellationToken);

    public Task AddTransactionAsync(RelayTransaction transaction, CancellationToken cancellationToken) =>
        _transactions.AddAsync(transaction, cancellationToken);

    public Task AddAttemptAsync(RelayTransaction transaction, RelayAttempt attempt, CancellationToken cancellationToken) =>
        _transactions.AddAttemptAsync(transaction, attempt, cancellationToken);

    public Task MarkSentAsync(Hash32 attempt, DateTimeOffset now, CancellationToken cancellationToken) => session.ExecuteAsync(
        "UPDATE relay_attempts SET sent_at = @now WHERE hash = @hash", new { hash = attempt.ToArray(), now = Blob.Of(now) }, cancellationToken);

    public Task UpdateAsync(RelayTransaction transaction, CancellationToken cancellationToken) =>
        _transactions.UpdateAsync(transaction, cancellationToken);

    private static IReadOnlyList<Relay> ToRelays(IReadOnlyList<RelayRow> rows) => [.. rows.Select(row => row.ToRelay())];

    private sealed record UseRow(long Relays, long Gas);

    // Not a record: of a result without rows SQLite does not say the types, which a constructor must agree with.
    private sealed class CountRow
    {
        public long Status { get; init; }

        public long Relays { get; init; }
    }
}
