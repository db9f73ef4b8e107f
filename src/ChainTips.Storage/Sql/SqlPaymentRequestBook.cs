using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.PaymentRequests;
using ChainTips.Platforms;

namespace ChainTips.Storage.Sql;

internal sealed class SqlPaymentRequestBook(SqlSession session, SqlTokens tokens) : IPaymentRequestBook
{
    public async Task AddAsync(PaymentRequest request, CancellationToken cancellationToken)
    {
        (UInt128 minimum, UInt128 maximum, UInt128 tolerance) = request.Amount switch
        {
            AskedAmount.Fixed amount => (amount.BaseUnits, amount.BaseUnits, amount.Tolerance),
            AskedAmount.Open open => (open.Minimum, open.Maximum, UInt128.Zero),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        await session.ExecuteAsync(
            """
            INSERT INTO payment_requests (id, platform, kind, creator, post, payee, token, is_fixed, minimum, maximum, tolerance, description,
                salt, payment_reference, refunds, refunder, deposit_address, is_split, basket, created_at, expires_at)
            VALUES (@id, (SELECT seq FROM platforms WHERE id = @platformId), @kind, (SELECT seq FROM creators WHERE id = @creatorId),
                (SELECT seq FROM posts WHERE id = @postId), @payee, @token, @isFixed, @minimum, @maximum, @tolerance, @Description,
                @salt, @reference, @refunds, @refunder, @deposit, @isSplit, (SELECT seq FROM payment_requests WHERE id = @basket), @createdAt, @expiresAt)
            """,
            new
            {
                id = Blob.Of(request.Id),
                platformId = Blob.Of(request.PlatformId),
                kind = (long)request.Kind,
                creatorId = Blob.Of(request.CreatorId),
                postId = request.PostId is { } post ? Blob.Of(post) : null,
                payee = request.Payee.ToArray(),
                token = await tokens.InternAsync(request.Token, cancellationToken),
                isFixed = request.Amount is AskedAmount.Fixed ? 1L : 0L,
                minimum = Blob.Of(minimum),
                maximum = Blob.Of(maximum),
                tolerance = Blob.Of(tolerance),
                request.Description,
                salt = request.Reference.Salt.ToArray(),
                reference = request.Reference.Value.ToArray(),
                refunds = request.Refund is { } refund ? Blob.Of(refund.Payment) : null,
                refunder = request.Refund?.Payer.ToArray(),
                deposit = request.DepositAddress?.ToArray(),
                isSplit = request.Payees is null ? 0L : 1L,
                basket = request.Basket is { } basket ? Blob.Of(basket) : null,
                createdAt = Blob.Of(request.CreatedAt),
                expiresAt = Blob.Of(request.ExpiresAt),
            },
            cancellationToken);
        await SqlSplits.AddAsync(session, request, cancellationToken);
        await DirectPayments.BeginAsync(session, cancellationToken);
    }

    public Task AddTermsAsync(IssuedTerms issued, DateTimeOffset now, CancellationToken cancellationToken) => session.ExecuteAsync(
        """
        INSERT INTO issued_terms (nonce, payment_request, terms, fee_receiver, created_at)
        VALUES (@nonce, (SELECT seq FROM payment_requests WHERE id = @request), @terms, @feeReceiver, @now)
        """,
        new
        {
            nonce = issued.Terms.Hash().ToArray(),
            request = Blob.Of(issued.Request.Id),
            terms = TermsDocument.Write(issued.Terms),
            feeReceiver = issued.Terms.Fee == UInt256.Zero ? null : issued.Terms.FeeReceiver.ToArray(),
            now = Blob.Of(now),
        },
        cancellationToken);

    public Task CancelAsync(Id<PaymentRequest> id, DateTimeOffset now, CancellationToken cancellationToken) => session.ExecuteAsync(
        """
        INSERT INTO cancellations (payment_request, cancelled_at, after_block)
        SELECT r.seq, @now, COALESCE((SELECT max(number) FROM chain_blocks WHERE chain_id = t.chain_id), h.finalized_number)
        FROM payment_requests r JOIN tokens t ON t.seq = r.token LEFT JOIN chains h ON h.chain_id = t.chain_id
        WHERE r.id = @id
        """,
        new { id = Blob.Of(id), now = Blob.Of(now) },
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

    public async Task<IReadOnlyList<TrackedRequest>> ListItemsAsync(Id<PaymentRequest> basket, CancellationToken cancellationToken) => await TrackAsync(
        await session.ListAsync<PaymentRequestRow>(
            PaymentRequestRow.Select + " WHERE r.basket = (SELECT seq FROM payment_requests WHERE id = @basket) ORDER BY r.seq",
            new { basket = Blob.Of(basket) },
            cancellationToken),
        cancellationToken);

    public async Task<Page<TrackedRequest>> ListAsync(
        Id<Platform> platformId, PageRequest<PaymentRequest> page, CancellationToken cancellationToken)
    {
        IReadOnlyList<PaymentRequestRow> rows = await session.ListAsync<PaymentRequestRow>(
            PaymentRequestRow.Select + """
             WHERE p.id = @platformId AND r.basket IS NULL AND (@after IS NULL OR r.seq < (SELECT seq FROM payment_requests WHERE id = @after))
            ORDER BY r.seq DESC LIMIT @limit
            """,
            Paging.Values(platformId, page),
            cancellationToken);
        return Page<TrackedRequest>.FromOverread(await TrackAsync(rows, cancellationToken), page.Limit);
    }

    /// <summary>Reads what became of some requests, all in one statement. A payment that left the chain and returned is told only as it is now.</summary>
    private async Task<IReadOnlyList<TrackedRequest>> TrackAsync(
        IReadOnlyList<PaymentRequestRow> rows, CancellationToken cancellationToken)
    {
        long[] requests = [.. rows.Select(row => row.Seq)];
        IReadOnlyList<PaymentRow> payments = await session.ListAnyAsync<PaymentRow, long>(
            $"""
            SELECT r.seq AS request, 0 AS isRefund, {PaymentRow.Columns}
                JOIN payment_requests r ON r.seq = e.payment_request
            WHERE e.kind IN (1, 2, 4, 6) AND {PaymentRow.IsNewest} AND
            """,
            "r.seq",
            requests,
            cancellationToken);
        IReadOnlyList<PaymentRow> refunds = await session.ListAnyAsync<PaymentRow, long>(
            $"""
            SELECT r.seq AS request, 1 AS isRefund, {PaymentRow.Columns}
                JOIN payment_requests own ON own.seq = e.payment_request
                JOIN journal_entries first ON first.payment = own.refunds
                JOIN live_payments l ON l.payment = first.payment AND l.entry = first.seq
                JOIN payment_requests r ON r.seq = first.payment_request
            WHERE e.kind = 4 AND {PaymentRow.IsNewest} AND
            """,
            "r.seq",
            requests,
            cancellationToken);
        ILookup<long, PaymentRow> byRequest = payments.Concat(refunds).ToLookup(payment => payment.Request);
        IReadOnlyDictionary<long, PaymentRequest> terms = await PaymentRequestRow.ToRequestsAsync(session, rows, cancellationToken);
        return [.. rows.Select(row => row.ToTracked(terms[row.Seq], byRequest[row.Seq].Select(payment => payment.ToPayment())))];
    }

    /// <summary>One row. It is filled by property: SQLite does not know the type of a computed column when no row comes.</summary>
    private sealed class PaymentRow
    {
        /// <summary>What is read of a payment e that is told with a request r; the request of a refund is told with the one whose payment it gives back.</summary>
        public const string Columns = """
            e.amount, b.time AS blockTime, b.number AS blockNumber, e.transaction_index AS transactionIndex, e.position,
                CASE WHEN a.token = r.token THEN 1 ELSE 0 END AS isAskedToken,
                CASE WHEN s.entry IS NOT NULL THEN 3 WHEN v.entry IS NOT NULL THEN 0 WHEN b.number <= h.safe_number THEN 2 ELSE 1 END AS finality
            FROM journal_entries e
                JOIN ledger_accounts a ON a.seq = e.credit
                JOIN paid_blocks b ON b.seq = e.block
                LEFT JOIN chains h ON h.chain_id = b.chain_id
                LEFT JOIN settlements s ON s.entry = e.seq
                LEFT JOIN voids v ON v.entry = e.seq
            """;

        public const string IsNewest =
            "(v.entry IS NULL OR NOT EXISTS (SELECT 1 FROM live_payments WHERE payment = e.payment))";

        public required long Request { get; init; }

        public required long IsRefund { get; init; }

        public required byte[] Amount { get; init; }

        public required long IsAskedToken { get; init; }

        /// <summary>A <see cref="PaymentFinality"/>.</summary>
        public required long Finality { get; init; }

        public required long BlockTime { get; init; }

        public required long BlockNumber { get; init; }

        public required long TransactionIndex { get; init; }

        public required long Position { get; init; }

        public RequestPayment ToPayment() => new(
            IsRefund == 1 ? RequestPaymentKind.Refund : RequestPaymentKind.Payment,
            Blob.ToUInt128(Amount),
            IsAskedToken == 1,
            (PaymentFinality)Finality,
            Blob.ToTime(BlockTime),
            new PaymentPlace(new BlockNumber((ulong)BlockNumber), (int)TransactionIndex, (int)Position));
    }
}
