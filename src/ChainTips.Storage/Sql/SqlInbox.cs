using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.Matching;
using ChainTips.Platforms;
using ChainTips.Tips;

namespace ChainTips.Storage.Sql;

internal sealed class SqlInbox(SqlSession session) : IInbox
{
    private const string Select = """
        SELECT r.chain_id AS chainId, r.transaction_hash AS transactionHash, r.position, r.block_number AS blockNumber,
            r.block_hash AS blockHash, r.block_parent AS blockParent, r.emitter, r.payment_reference AS paymentReference,
            r.payer, r.payee, r.token, r.amount, r.fee, r.reason, r.explanation
        FROM refused_tips r
        """;

    private readonly SqlRefusals _refusals = new(session);
    private readonly SqlRefusalCounts _counts = new(session);

    public async Task AddAsync(
        IReadOnlyList<RefusedTip> tips, Id<Platform> platformId, InboxLimits limits, bool areFinal, CancellationToken cancellationToken)
    {
        foreach (IGrouping<BlockNumber, RefusedTip> stretch in tips.GroupBy(tip => limits.FirstOf(tip.Block.Number)))
        {
            IReadOnlyList<RefusedTip> withoutRoom = await _refusals.AddAsync([.. stretch], stretch.Key, platformId, limits, cancellationToken);
            await _counts.AddAsync(withoutRoom, stretch.Key, platformId, areFinal, cancellationToken);
        }
    }

    public async Task RevertAsync(ulong chainId, IReadOnlyList<BlockRef> blocks, CancellationToken cancellationToken)
    {
        foreach (BlockRef block in blocks)
        {
            await session.ExecuteAsync(
                "DELETE FROM refused_tips WHERE chain_id = @chain AND block_number = @number AND block_hash = @hash",
                new { chain = checked((long)chainId), number = checked((long)block.Number.Value), hash = block.Hash.ToArray() },
                cancellationToken);
            await _counts.RevertAsync(chainId, block, cancellationToken);
        }
    }

    public Task SettleAsync(ulong chainId, BlockNumber upTo, CancellationToken cancellationToken) => _counts.SettleAsync(chainId, upTo, cancellationToken);

    public Task<IReadOnlyList<CountedRefusals>> ListCountedAsync(Id<Platform> platformId, int limit, CancellationToken cancellationToken) =>
        _counts.ListAsync(platformId, limit, cancellationToken);

    public Task TakeOutAsync(
        ulong chainId, Address contract, Address token, BlockNumber first, BlockNumber last, CancellationToken cancellationToken) =>
        session.ExecuteAsync(
            """
            DELETE FROM refused_tips WHERE chain_id = @chain AND block_number BETWEEN @first AND @last
                AND emitter = @emitter AND token = @token AND (reason = @notAllowed OR reason = @foreign)
            """,
            new
            {
                chain = checked((long)chainId),
                first = checked((long)first.Value),
                last = checked((long)last.Value),
                emitter = contract.ToArray(),
                token = token.ToArray(),
                notAllowed = nameof(RefusalReason.TokenNotAllowed),
                foreign = nameof(RefusalReason.ForeignContract),
            },
            cancellationToken);

    public async Task<IReadOnlyList<RefusedTip>> ListAsync(Id<Platform> platformId, int limit, CancellationToken cancellationToken)
    {
        IReadOnlyList<Row> rows = await session.ListAsync<Row>(
            Select + """
             JOIN platforms p ON p.seq = r.platform
            WHERE p.id = @platformId AND NOT EXISTS (SELECT 1 FROM dismissals d WHERE d.platform = r.platform
                AND d.chain_id = r.chain_id AND d.transaction_hash = r.transaction_hash AND d.position = r.position)
                AND NOT EXISTS (SELECT 1 FROM match_decisions m WHERE m.chain_id = r.chain_id AND m.transaction_hash = r.transaction_hash
                    AND m.position = r.transfer_position)
            ORDER BY r.seq DESC LIMIT @limit
            """,
            new { platformId = Blob.Of(platformId), limit },
            cancellationToken);
        return [.. rows.Select(row => row.ToTip())];
    }

    public async Task<IReadOnlyList<RefusedTip>> ListFailuresAsync(
        IReadOnlyCollection<Hash32> paymentReferences, CancellationToken cancellationToken)
    {
        IReadOnlyList<Row> rows = await session.ListAnyAsync<Row, byte[]>(
            Select + " WHERE r.reason = 'PayeeFailed' AND",
            "r.payment_reference",
            paymentReferences.Select(reference => reference.ToArray()),
            cancellationToken);
        return [.. rows.Select(row => row.ToTip()).OrderBy(tip => tip.Block.Number).ThenBy(tip => tip.Location.Position)];
    }

    public async Task<IReadOnlyList<RefusedTip>> ListDoubtsAsync(Id<Platform> platformId, int limit, CancellationToken cancellationToken)
    {
        IReadOnlyList<DoubtRow> rows = await session.ListAsync<DoubtRow>(
            """
            SELECT b.chain_id AS chainId, e.transaction_hash AS transactionHash, e.transfer_position AS position, b.number AS blockNumber,
                b.hash AS blockHash, b.parent_hash AS blockParent, x.address AS emitter,
                COALESCE(r.payment_reference, o.payment_reference) AS paymentReference, e.payer, a.holder AS payee, t.address AS token, e.amount,
                f.document AS evidence
            FROM journal_entries e
                JOIN live_payments l ON l.entry = e.seq
                JOIN platforms p ON p.seq = e.platform
                JOIN paid_blocks b ON b.seq = e.block
                JOIN contracts x ON x.seq = e.contract
                JOIN ledger_accounts a ON a.seq = e.credit
                JOIN tokens t ON t.seq = a.token
                LEFT JOIN payment_requests r ON r.seq = e.payment_request
                LEFT JOIN posts o ON o.seq = e.post
                LEFT JOIN match_evidence f ON f.entry = e.seq
            WHERE e.kind = 5 AND p.id = @platformId
                AND NOT EXISTS (SELECT 1 FROM match_decisions m WHERE m.chain_id = b.chain_id
                    AND m.transaction_hash = e.transaction_hash AND m.position = e.transfer_position)
            ORDER BY e.seq DESC LIMIT @limit
            """,
            new { platformId = Blob.Of(platformId), limit },
            cancellationToken);
        return [.. rows.Select(row => row.ToTip())];
    }

    public Task<bool> DismissAsync(
        Id<Platform> platformId, LogPosition location, string note, DateTimeOffset now, CancellationToken cancellationToken) =>
        DismissAsync(
            """
            AND EXISTS (SELECT 1 FROM refused_tips r WHERE r.platform = p.seq AND r.chain_id = @chain
                AND r.transaction_hash = @transaction AND r.position = @Position)
            """,
            platformId, location, note, now, cancellationToken);

    public Task<bool> DismissPaymentAsync(
        Id<Platform> platformId, LogPosition transfer, string note, DateTimeOffset now, CancellationToken cancellationToken) =>
        DismissAsync("", platformId, transfer, note, now, cancellationToken);

    private async Task<bool> DismissAsync(
        string condition, Id<Platform> platformId, LogPosition location, string note, DateTimeOffset now, CancellationToken cancellationToken) =>
        await session.ExecuteAsync(
            $"""
            INSERT INTO dismissals (platform, chain_id, transaction_hash, position, note, dismissed_at)
            SELECT p.seq, @chain, @transaction, @Position, @note, @now FROM platforms p
            WHERE p.id = @platformId {condition}
            ON CONFLICT DO NOTHING
            """,
            new
            {
                platformId = Blob.Of(platformId),
                chain = checked((long)location.ChainId),
                transaction = location.TransactionHash.ToArray(),
                location.Position,
                note,
                now = Blob.Of(now),
            },
            cancellationToken) > 0;

    private sealed record DoubtRow(
        long ChainId, byte[] TransactionHash, long Position, long BlockNumber, byte[] BlockHash, byte[] BlockParent, byte[] Emitter,
        byte[] PaymentReference, byte[] Payer, byte[] Payee, byte[] Token, byte[] Amount, string? Evidence)
    {
        public RefusedTip ToTip() => new(
            new LogPosition((ulong)ChainId, Hash32.FromBytes(TransactionHash), (int)Position),
            new BlockRef(new BlockNumber((ulong)BlockNumber), Hash32.FromBytes(BlockHash), Hash32.FromBytes(BlockParent)),
            Address.FromBytes(Emitter),
            new TipSent(
                Hash32.FromBytes(PaymentReference), Address.FromBytes(Payer), Address.FromBytes(Payee), Address.FromBytes(Token),
                Blob.ToUInt128(Amount), UInt256.Zero),
            RefusalReason.Ambiguous,
            MatchEvidenceText.ExplanationOf(Evidence));
    }

    private sealed record Row(
        long ChainId, byte[] TransactionHash, long Position, long BlockNumber, byte[] BlockHash, byte[] BlockParent, byte[] Emitter,
        byte[] PaymentReference, byte[] Payer, byte[] Payee, byte[] Token, byte[] Amount, byte[] Fee, string Reason, string Explanation)
    {
        public RefusedTip ToTip() => new(
            new LogPosition((ulong)ChainId, Hash32.FromBytes(TransactionHash), (int)Position),
            new BlockRef(new BlockNumber((ulong)BlockNumber), Hash32.FromBytes(BlockHash), Hash32.FromBytes(BlockParent)),
            Address.FromBytes(Emitter),
            new TipSent(
                Hash32.FromBytes(PaymentReference), Address.FromBytes(Payer), Address.FromBytes(Payee), Address.FromBytes(Token),
                UInt256.FromBigEndian(Amount), UInt256.FromBigEndian(Fee)),
            Enum.Parse<RefusalReason>(Reason),
            Explanation);
    }
}
