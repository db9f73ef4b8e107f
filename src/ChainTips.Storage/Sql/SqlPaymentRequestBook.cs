using ChainTips.Identity;
using ChainTips.Ledger;
using ChainTips.PaymentRequests;
using ChainTips.Platforms;

namespace ChainTips.Storage.Sql;

internal sealed class SqlPaymentRequestBook(SqlSession session, SqlTokens tokens) : IPaymentRequestBook
{
    public async Task AddAsync(PaymentRequest request, CancellationToken cancellationToken)
    {
        (bool isFixed, UInt128 minimum, UInt128 maximum) = request.Amount switch
        {
            AskedAmount.Fixed amount => (true, amount.BaseUnits, amount.BaseUnits),
            AskedAmount.Open open => (false, open.Minimum, open.Maximum),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        await session.ExecuteAsync(
            """
            INSERT INTO payment_requests (id, platform, creator, post, payee, token, is_fixed, minimum, maximum, description,
                salt, payment_reference, refunds, refunder, deposit_address, created_at, expires_at)
            VALUES (@id, (SELECT seq FROM platforms WHERE id = @platformId), (SELECT seq FROM creators WHERE id = @creatorId),
                (SELECT seq FROM posts WHERE id = @postId), @payee, @token, @isFixed, @minimum, @maximum, @Description,
                @salt, @reference, @refunds, @refunder, @deposit, @createdAt, @expiresAt)
            """,
            new
            {
                id = Blob.Of(request.Id),
                platformId = Blob.Of(request.PlatformId),
                creatorId = Blob.Of(request.CreatorId),
                postId = request.PostId is { } post ? Blob.Of(post) : null,
                payee = request.Payee.ToArray(),
                token = await tokens.InternAsync(request.Token, cancellationToken),
                isFixed = isFixed ? 1L : 0L,
                minimum = Blob.Of(minimum),
                maximum = Blob.Of(maximum),
                request.Description,
                salt = request.Reference.Salt.ToArray(),
                reference = request.Reference.Value.ToArray(),
                refunds = request.Refund is { } refund ? Blob.Of(refund.Payment) : null,
                refunder = request.Refund?.Payer.ToArray(),
                deposit = request.DepositAddress?.ToArray(),
                createdAt = Blob.Of(request.CreatedAt),
                expiresAt = Blob.Of(request.ExpiresAt),
            },
            cancellationToken);
        await DirectPayments.BeginAsync(session, cancellationToken);
    }

    public Task AddTermsAsync(IssuedTerms issued, DateTimeOffset now, CancellationToken cancellationToken) => session.ExecuteAsync(
        """
        INSERT INTO issued_terms (nonce, payment_request, terms, created_at)
        VALUES (@nonce, (SELECT seq FROM payment_requests WHERE id = @request), @terms, @now)
        """,
        new
        {
            nonce = issued.Terms.Hash().ToArray(),
            request = Blob.Of(issued.Request.Id),
            terms = TermsDocument.Write(issued.Terms),
            now = Blob.Of(now),
        },
        cancellationToken);

    public async Task<TrackedRequest?> FindAsync(Id<PaymentRequest> id, CancellationToken cancellationToken)
    {
        PaymentRequestRow? row = await session.FindAsync<PaymentRequestRow>(
            PaymentRequestRow.Select + " WHERE r.id = @id", new { id = Blob.Of(id) }, cancellationToken);
        return row is null ? null : (await TrackAsync([row], cancellationToken))[0];
    }

    public async Task<IReadOnlyList<TrackedRequest>> ListRefundsAsync(UInt128 payment, CancellationToken cancellationToken) => await TrackAsync(
        await session.ListAsync<PaymentRequestRow>(
            PaymentRequestRow.Select + " WHERE r.refunds = @payment ORDER BY r.seq", new { payment = Blob.Of(payment) }, cancellationToken),
        cancellationToken);

    public async Task<Page<TrackedRequest>> ListAsync(
        Id<Platform> platformId, PageRequest<PaymentRequest> page, CancellationToken cancellationToken)
    {
        IReadOnlyList<PaymentRequestRow> rows = await session.ListAsync<PaymentRequestRow>(
            PaymentRequestRow.Select + """
             WHERE p.id = @platformId AND (@after IS NULL OR r.seq < (SELECT seq FROM payment_requests WHERE id = @after))
            ORDER BY r.seq DESC LIMIT @limit
            """,
            Paging.Values(platformId, page),
            cancellationToken);
        return Page<TrackedRequest>.FromOverread(await TrackAsync(rows, cancellationToken), page.Limit);
    }

    private async Task<IReadOnlyList<TrackedRequest>> TrackAsync(
        IReadOnlyList<PaymentRequestRow> rows, CancellationToken cancellationToken)
    {
        IReadOnlyList<PaymentRow> payments = await session.ListAnyAsync<PaymentRow, long>(
            """
            SELECT e.payment_request AS request, b.time AS blockTime,
                CASE WHEN s.entry IS NOT NULL THEN 2 WHEN v.entry IS NOT NULL THEN 3 ELSE 1 END AS state
            FROM journal_entries e
                JOIN paid_blocks b ON b.seq = e.block
                LEFT JOIN settlements s ON s.entry = e.seq
                LEFT JOIN voids v ON v.entry = e.seq
            WHERE
            """,
            "e.payment_request",
            rows.Select(row => row.Seq),
            cancellationToken);
        ILookup<long, PaymentRow> byRequest = payments.ToLookup(payment => payment.Request);
        return
        [
            .. rows.Select(row =>
            {
                PaymentRequest request = row.ToRequest();
                DateTimeOffset? chainTime = row.HeadTime is long time ? Blob.ToTime(time) : null;
                return new TrackedRequest(
                    request, PaymentRequestState.Of(request, [.. byRequest[row.Seq].Select(p => p.ToPayment())], chainTime));
            }),
        ];
    }

    /// <summary>One row. It is filled by property: SQLite does not know the type of a computed column when no row comes.</summary>
    private sealed class PaymentRow
    {
        public required long Request { get; init; }

        public required long State { get; init; }

        public required long BlockTime { get; init; }

        public RequestPayment ToPayment() => new(
            State != (long)EntryState.Voided, State == (long)EntryState.Settled, Blob.ToTime(BlockTime));
    }
}
