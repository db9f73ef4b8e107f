using ChainTips.Ethereum.Primitives;
using ChainTips.PaymentRequests;
using ChainTips.Platforms;
using ChainTips.Relaying;

namespace ChainTips.Storage.Sql;

/// <summary>A relay as a statement reads it.</summary>
internal sealed record RelayRow(
    byte[] Id,
    byte[] PlatformId,
    byte[] RequestId,
    string Terms,
    byte[] Payer,
    byte[] Signature,
    long Gas,
    long Status,
    string? Reason,
    byte[]? TransactionHash,
    long IsPaidByOther,
    long? BlockNumber,
    long? UsedAt,
    long AcceptedAt,
    long ChangedAt,
    long NextLookAt)
{
    public const string Select = """
        SELECT r.id, p.id AS platformId, q.id AS requestId, i.terms, r.payer, r.signature, r.gas, r.status, r.reason,
            r.transaction_hash AS transactionHash, r.is_paid_by_other AS isPaidByOther, r.block_number AS blockNumber, r.used_at AS usedAt,
            r.accepted_at AS acceptedAt, r.changed_at AS changedAt, r.next_look_at AS nextLookAt
        FROM relays r
            JOIN platforms p ON p.seq = r.platform
            JOIN payment_requests q ON q.seq = r.payment_request
            JOIN issued_terms i ON i.seq = r.terms
        """;

    public Relay ToRelay() => new(
        Blob.ToId<Relay>(Id),
        Blob.ToId<Platform>(PlatformId),
        Blob.ToId<PaymentRequest>(RequestId),
        new SignedAuthorization(TermsDocument.Parse(Terms), Address.FromBytes(Payer), Signature),
        (ulong)Gas,
        Blob.ToTime(AcceptedAt))
    {
        Status = (RelayStatus)Status,
        Reason = Reason,
        TransactionHash = TransactionHash is null ? null : Hash32.FromBytes(TransactionHash),
        IsPaidByOther = IsPaidByOther == 1,
        Block = BlockNumber is long block ? new BlockNumber((ulong)block) : null,
        UsedAt = UsedAt is long used ? new BlockNumber((ulong)used) : null,
        ChangedAt = Blob.ToTime(ChangedAt),
        NextLookAt = Blob.ToTime(NextLookAt),
    };
}
