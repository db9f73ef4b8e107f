using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.Ledger;
using ChainTips.Money;
using ChainTips.PaymentRequests;
using ChainTips.Platforms;
using ChainTips.Posts;
using ChainTips.Tips;

namespace ChainTips.Storage.Sql;

internal sealed class SqlAuditBook(SqlSession session, SqlPaymentReader payments) : IAuditBook
{
    public async Task<IReadOnlyList<string>> FindDamageAsync(CancellationToken cancellationToken) =>
        session.CheckStorage is string check ? await session.ListAsync<string>(check, null, cancellationToken) : [];

    public async Task<IReadOnlyList<Id<Platform>>> ListPlatformsAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<byte[]> ids = await session.ListAsync<byte[]>("SELECT id FROM platforms ORDER BY seq", null, cancellationToken);
        return [.. ids.Select(Blob.ToId<Platform>)];
    }

    public async Task<IReadOnlyList<string>> FindFalseReferencesAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<ReferenceRow> posts =
            await session.ListAsync<ReferenceRow>("SELECT id, salt, payment_reference AS reference FROM posts WHERE is_of_creator = 0", null, cancellationToken);
        IReadOnlyList<ReferenceRow> creators =
            await session.ListAsync<ReferenceRow>("SELECT id, salt, payment_reference AS reference FROM posts WHERE is_of_creator = 1", null, cancellationToken);
        IReadOnlyList<ReferenceRow> requests = await session.ListAsync<ReferenceRow>(
            "SELECT id, salt, payment_reference AS reference FROM payment_requests", null, cancellationToken);
        return
        [
            .. posts.Where(row => row.IsFalse<Post>()).Select(row => row.Describe<Post>()),
            .. creators.Where(row => row.IsFalse<Creator>()).Select(row => row.Describe<Creator>()),
            .. requests.Where(row => row.IsFalse<PaymentRequest>()).Select(row => row.Describe<PaymentRequest>()),
        ];
    }

    public async Task<IReadOnlyList<LedgerHead>> ReadHeadsAsync(ulong chainId, CancellationToken cancellationToken)
    {
        IReadOnlyList<HeadRow> rows = await session.ListAsync<HeadRow>(
            """
            SELECT c.address AS contract, t.address AS token, h.entries, h.head
            FROM hash_chains h JOIN contracts c ON c.seq = h.contract JOIN tokens t ON t.seq = h.token
            WHERE c.chain_id = @chain AND t.chain_id = @chain ORDER BY c.address, t.address
            """,
            new { chain = checked((long)chainId) },
            cancellationToken);
        return
        [
            .. rows.Select(row => new LedgerHead(
                chainId, Address.FromBytes(row.Contract), Address.FromBytes(row.Token), row.Entries, Hash32.FromBytes(row.Head))),
        ];
    }

    public async Task<IReadOnlyList<SettledEntry>> ListSettledAsync(
        ulong chainId, long after, int limit, CancellationToken cancellationToken)
    {
        IReadOnlyList<SettlementRow> rows = await session.ListAsync<SettlementRow>(
            """
            SELECT s.seq, s.entry, s.hash, s.seal FROM settlements s
                JOIN journal_entries e ON e.seq = s.entry JOIN paid_blocks b ON b.seq = e.block
            WHERE s.seq > @after AND b.chain_id = @chain ORDER BY s.seq LIMIT @limit
            """,
            new { after, limit, chain = checked((long)chainId) },
            cancellationToken);
        IReadOnlyList<ReadPayment> read = await payments.ListAnyAsync("e.seq", [.. rows.Select(row => row.Entry)], cancellationToken);
        Dictionary<long, BookedPayment> booked = read.ToDictionary(one => one.Entry, one => one.Booked);
        ILookup<long, MovementRow> movements = await ReadMovementsAsync(rows, cancellationToken);
        return
        [
            // An entry that cannot be read is left out, and missed by the hashes; one without a movement has not the hash that is kept.
            .. rows.Where(row => booked.ContainsKey(row.Entry)).Select(row =>
            {
                BookedPayment payment = booked[row.Entry];
                Token token = payment.Payment.Tip.Amount.Token;
                Movement[] own = [.. movements[row.Entry].OrderBy(movement => movement.Line).Select(movement => movement.ToMovement(token))];
                return new SettledEntry(
                    row.Seq, new JournalEntry(payment.Payment, own.FirstOrDefault(), [.. own.Skip(1)]), Hash32.FromBytes(row.Hash), Blob.ToUInt64(row.Seal),
                    payment.RecordedAt, payment.StateSince);
            }),
        ];
    }

    public async Task<IReadOnlyList<BookedPayment>> ListCountingAsync(
        ulong chainId, BlockNumber first, BlockNumber last, CancellationToken cancellationToken)
    {
        IReadOnlyList<ReadPayment> read = await payments.ListAsync(
            """
            WHERE e.block IN (SELECT seq FROM paid_blocks WHERE chain_id = @chain AND number BETWEEN @first AND @last) AND v.entry IS NULL
            ORDER BY b.number, e.transaction_index, e.position
            """,
            new { chain = checked((long)chainId), first = checked((long)first.Value), last = checked((long)last.Value) },
            cancellationToken);
        return [.. read.Select(one => one.Booked)];
    }

    private async Task<ILookup<long, MovementRow>> ReadMovementsAsync(
        IReadOnlyList<SettlementRow> settlements, CancellationToken cancellationToken)
    {
        IReadOnlyList<MovementRow> rows = await session.ListAnyAsync<MovementRow, long>(
            """
            SELECT m.entry, m.line, m.amount, d.kind AS debitKind, d.holder AS debitHolder, c.kind AS creditKind, c.holder AS creditHolder,
                p.id AS platformId
            FROM movements m
                JOIN ledger_accounts d ON d.seq = m.debit
                JOIN ledger_accounts c ON c.seq = m.credit
                JOIN platforms p ON p.seq = d.platform
            WHERE
            """,
            "m.entry",
            settlements.Select(row => row.Entry),
            cancellationToken);
        return rows.ToLookup(row => row.Entry);
    }

    private sealed record ReferenceRow(byte[] Id, byte[] Salt, byte[] Reference)
    {
        public bool IsFalse<T>()
            where T : IIdentified =>
            new PaymentReference(Blob.ToId<T>(Id).ToString(), Hash32.FromBytes(Salt)).Value != Hash32.FromBytes(Reference);

        public string Describe<T>()
            where T : IIdentified =>
            $"The payment reference of {Blob.ToId<T>(Id)} is not the one that its id and salt give.";
    }

    private sealed record HeadRow(byte[] Contract, byte[] Token, long Entries, byte[] Head);

    private sealed record SettlementRow(long Seq, long Entry, byte[] Hash, byte[] Seal);

    /// <summary>One row. It is filled by property: SQLite does not know the type of a column of the view.</summary>
    private sealed class MovementRow
    {
        public required long Entry { get; init; }

        public required long Line { get; init; }

        public required byte[] Amount { get; init; }

        public required long DebitKind { get; init; }

        public required byte[] DebitHolder { get; init; }

        public required long CreditKind { get; init; }

        public required byte[] CreditHolder { get; init; }

        public required byte[] PlatformId { get; init; }

        public Movement ToMovement(Token token)
        {
            Id<Platform> platform = Blob.ToId<Platform>(PlatformId);
            return new Movement(
                new LedgerAccount(platform, (AccountKind)DebitKind, token, Address.FromBytes(DebitHolder)),
                new LedgerAccount(platform, (AccountKind)CreditKind, token, Address.FromBytes(CreditHolder)),
                new TokenAmount(Blob.ToUInt128(Amount), token));
        }
    }
}
