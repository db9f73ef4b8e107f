using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.Money;
using ChainTips.PaymentRequests;
using ChainTips.Platforms;
using ChainTips.Posts;
using ChainTips.Tips;

namespace ChainTips.Storage.Sql;

/// <summary>A payment request as a statement reads it.</summary>
internal sealed record PaymentRequestRow(
    long Seq,
    byte[] Id,
    byte[] PlatformId,
    long Kind,
    byte[] CreatorId,
    byte[]? PostId,
    byte[] Payee,
    long ChainId,
    byte[] TokenAddress,
    string Symbol,
    long Decimals,
    long IsFixed,
    byte[] Minimum,
    byte[] Maximum,
    byte[] Tolerance,
    string Description,
    byte[] Salt,
    byte[]? Refunds,
    byte[]? Refunder,
    byte[]? DepositAddress,
    long IsSplit,
    byte[]? BasketId,
    long CreatedAt,
    long ExpiresAt,
    long? HeadTime,
    long? CancelledAt,
    long? CancelledAfter)
{
    public const string Select = """
        SELECT r.seq, r.id, p.id AS platformId, r.kind, c.id AS creatorId, o.id AS postId, r.payee, t.chain_id AS chainId,
            t.address AS tokenAddress, t.symbol, t.decimals, r.is_fixed AS isFixed, r.minimum, r.maximum, r.tolerance, r.description,
            r.salt, r.refunds, r.refunder, r.deposit_address AS depositAddress, r.is_split AS isSplit, s.id AS basketId, r.created_at AS createdAt, r.expires_at AS expiresAt, h.head_time AS headTime,
            k.cancelled_at AS cancelledAt, k.after_block AS cancelledAfter
        FROM payment_requests r
            JOIN platforms p ON p.seq = r.platform
            JOIN creators c ON c.seq = r.creator
            JOIN tokens t ON t.seq = r.token
            LEFT JOIN posts o ON o.seq = r.post
            LEFT JOIN payment_requests s ON s.seq = r.basket
            LEFT JOIN chains h ON h.chain_id = t.chain_id
            LEFT JOIN cancellations k ON k.payment_request = r.seq
        """;

    /// <summary>The requests of some rows, by their numbers; with a second statement where money is divided.</summary>
    public static async Task<IReadOnlyDictionary<long, PaymentRequest>> ToRequestsAsync(
        SqlSession session, IReadOnlyList<PaymentRequestRow> rows, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<long, CreatorSplit> splits = await SqlSplits.FindOfRequestsAsync(
            session, rows.Where(row => row.IsSplit == 1).Select(row => row.Seq), cancellationToken);
        return rows.ToDictionary(row => row.Seq, row => row.ToRequest(splits.GetValueOrDefault(row.Seq)));
    }

    private PaymentRequest ToRequest(CreatorSplit? payees)
    {
        Id<PaymentRequest> id = Blob.ToId<PaymentRequest>(Id);
        return new PaymentRequest(
            id,
            Blob.ToId<Platform>(PlatformId),
            (PaymentRequestKind)Kind,
            Blob.ToId<Creator>(CreatorId),
            PostId is null ? null : Blob.ToId<Post>(PostId),
            Address.FromBytes(Payee),
            new Token((ulong)ChainId, Address.FromBytes(TokenAddress), Symbol, (int)Decimals),
            IsFixed == 1
                ? new AskedAmount.Fixed(Blob.ToUInt128(Minimum), Blob.ToUInt128(Tolerance))
                : new AskedAmount.Open(Blob.ToUInt128(Minimum), Blob.ToUInt128(Maximum)),
            Description,
            new PaymentReference(id.ToString(), Hash32.FromBytes(Salt)),
            Blob.ToTime(CreatedAt),
            Blob.ToTime(ExpiresAt))
        {
            Refund = Refunds is null ? null : new RefundTerms(Blob.ToUInt128(Refunds), Address.FromBytes(Refunder!)),
            Payees = payees,
            Basket = BasketId is null ? null : Blob.ToId<PaymentRequest>(BasketId),
            DepositAddress = DepositAddress is null ? null : Address.FromBytes(DepositAddress),
        };
    }

    /// <summary>The request with what became of it.</summary>
    public TrackedRequest ToTracked(PaymentRequest request, IEnumerable<RequestPayment> payments)
    {
        Cancellation? cancellation = CancelledAt is long at
            ? new Cancellation(Blob.ToTime(at), CancelledAfter is long after ? new BlockNumber((ulong)after) : null)
            : null;
        return new TrackedRequest(
            request, new RequestFacts([.. payments], cancellation, HeadTime is long time ? Blob.ToTime(time) : null));
    }
}
