using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Matching;
using ChainTips.Tips;

namespace ChainTips.Storage.Sql;

/// <summary>A decision about a transfer as a statement reads it.</summary>
internal sealed record DecisionRow(
    long Seq, long ChainId, byte[] TransactionHash, long Position, long BlockNumber, byte[] BlockHash, long Rung, byte[] Reference, string Note, long DecidedAt)
{
    public const string Select = """
        SELECT d.seq, d.chain_id AS chainId, d.transaction_hash AS transactionHash, d.position,
            d.block_number AS blockNumber, d.block_hash AS blockHash, d.rung,
            COALESCE(o.payment_reference, r.payment_reference) AS reference, d.note, d.decided_at AS decidedAt
        FROM match_decisions d
            LEFT JOIN posts o ON o.seq = d.post
            LEFT JOIN payment_requests r ON r.seq = d.payment_request
        """;

    public LogPosition Location => new((ulong)ChainId, Hash32.FromBytes(TransactionHash), (int)Position);

    public MatchDecision ToDecision(PaymentSubject subject) => new(
        Location, new BlockRef(new BlockNumber((ulong)BlockNumber), Hash32.FromBytes(BlockHash), Hash32.Zero), (MatchRung)Rung, subject, Note, Blob.ToTime(DecidedAt));
}
