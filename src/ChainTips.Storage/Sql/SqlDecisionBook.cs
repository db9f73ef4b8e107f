using ChainTips.Identity;
using ChainTips.Ledger;
using ChainTips.Matching;
using ChainTips.Tips;

namespace ChainTips.Storage.Sql;

internal sealed class SqlDecisionBook(SqlSession session, SqlReferenceBook references) : IDecisionBook
{
    public async Task<bool> AddAsync(MatchDecision decision, Id<Payment> payment, CancellationToken cancellationToken) =>
        await session.ExecuteAsync(
            """
            INSERT INTO match_decisions (chain_id, transaction_hash, position, block_number, block_hash, payment, rung, post, payment_request, note, decided_at)
            VALUES (@chain, @transaction, @Position, @number, @hash, @payment, @rung,
                (SELECT seq FROM posts WHERE payment_reference = @reference),
                (SELECT seq FROM payment_requests WHERE payment_reference = @reference), @Note, @decidedAt)
            ON CONFLICT DO NOTHING
            """,
            new
            {
                chain = checked((long)decision.Location.ChainId),
                transaction = decision.Location.TransactionHash.ToArray(),
                decision.Location.Position,
                number = checked((long)decision.Block.Number.Value),
                hash = decision.Block.Hash.ToArray(),
                payment = Blob.Of(payment),
                rung = (long)decision.Rung,
                reference = decision.Subject.Reference.Value.ToArray(),
                decision.Note,
                decidedAt = Blob.Of(decision.DecidedAt),
            },
            cancellationToken) > 0;

    public async Task<MatchDecision?> FindAsync(LogPosition transfer, CancellationToken cancellationToken) =>
        (await references.FindDecisionsAsync([transfer], cancellationToken)).GetValueOrDefault(transfer);

    public async Task<PaymentKind?> FindKindAsync(Id<Payment> payment, CancellationToken cancellationToken) =>
        await session.FindAsync<long?>(
            "SELECT e.kind FROM live_payments l JOIN journal_entries e ON e.seq = l.entry WHERE l.payment = @payment",
            new { payment = Blob.Of(payment) },
            cancellationToken) is long kind ? (PaymentKind)kind : null;

    public async Task<IReadOnlyList<MatchDecision>> ListDueAsync(ulong chainId, CancellationToken cancellationToken) =>
        await references.ToDecisionsAsync(
            await session.ListAsync<DecisionRow>(
                DecisionRow.Select + """
                 WHERE d.chain_id = @chain AND NOT EXISTS (SELECT 1 FROM live_payments l WHERE l.payment = d.payment)
                ORDER BY d.seq
                """,
                new { chain = checked((long)chainId) },
                cancellationToken),
            cancellationToken);
}
