using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ledger;
using ChainTips.Matching;
using ChainTips.Tips;

namespace ChainTips.Storage.Sqlite;

internal sealed class SqliteJournal(SqliteSession session, SqliteTokens tokens, SqlitePaymentReader payments) : IJournal
{
    public async Task<JournalResult> RecordAsync(
        JournalEntry entry, EntryState state, DateTimeOffset now, CancellationToken cancellationToken)
    {
        byte[] payment = Blob.Of(entry.Payment.Id);
        IReadOnlyList<BookedPayment> live = await payments.ListAsync(
            "WHERE e.seq = (SELECT entry FROM live_payments WHERE payment = @payment)", new { payment }, cancellationToken);
        if (live.Count > 0)
        {
            return Compare(live[0].Payment.Tip, entry.Payment.Tip);
        }

        long seq = await InsertEntryAsync(entry, now, cancellationToken);
        await session.ExecuteAsync(
            "INSERT INTO live_payments (payment, entry) VALUES (@payment, @seq)", new { payment, seq }, cancellationToken);
        for (int line = 0; line < entry.Movements.Count; line++)
        {
            await InsertMovementAsync(seq, line, entry.Movements[line], cancellationToken);
        }

        await AddStateAsync(seq, state, now, cancellationToken);
        if (state == EntryState.Pending)
        {
            await session.ExecuteAsync(
                "INSERT INTO pending_entries (chain_id, block_number, entry) SELECT chain_id, block_number, seq FROM journal_entries WHERE seq = @seq",
                new { seq },
                cancellationToken);
        }

        return new JournalResult.Recorded();
    }

    public async Task<int> VoidAsync(
        ulong chainId, IReadOnlyList<BlockRef> blocks, DateTimeOffset now, CancellationToken cancellationToken)
    {
        IReadOnlyList<long> entries = await session.ListAsync<long>(
            """
            SELECT e.seq FROM pending_entries w JOIN journal_entries e ON e.seq = w.entry
            WHERE w.chain_id = @chain AND e.block_hash IN @hashes
            """,
            new { chain = checked((long)chainId), hashes = blocks.Select(block => block.Hash.ToArray()).ToArray() },
            cancellationToken);
        foreach (long seq in entries)
        {
            await AddStateAsync(seq, EntryState.Voided, now, cancellationToken);
            await session.ExecuteAsync("DELETE FROM pending_entries WHERE entry = @seq", new { seq }, cancellationToken);
            await session.ExecuteAsync("DELETE FROM live_payments WHERE entry = @seq", new { seq }, cancellationToken);
        }

        return entries.Count;
    }

    public async Task<IReadOnlyList<Payment>> SettleAsync(
        ulong chainId, BlockNumber upTo, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var range = new { chain = checked((long)chainId), upTo = checked((long)upTo.Value), settled = (long)EntryState.Settled, now = Blob.Of(now) };
        IReadOnlyList<BookedPayment> settled = await payments.ListAsync(
            """
            WHERE e.seq IN (SELECT entry FROM pending_entries WHERE chain_id = @chain AND block_number <= @upTo)
            ORDER BY e.block_number, e.transaction_index, e.position
            """,
            range,
            cancellationToken);
        await session.ExecuteAsync(
            """
            INSERT INTO entry_states (entry, state, since)
            SELECT entry, @settled, @now FROM pending_entries WHERE chain_id = @chain AND block_number <= @upTo
            """,
            range,
            cancellationToken);
        await session.ExecuteAsync(
            "DELETE FROM pending_entries WHERE chain_id = @chain AND block_number <= @upTo", range, cancellationToken);
        return [.. settled.Select(booked => booked.Payment)];
    }

    private static JournalResult Compare(Tip booked, Tip seen)
    {
        if (booked.Block.Hash != seen.Block.Hash)
        {
            return new JournalResult.RecordedDifferently($"it was booked in block {booked.Block} and is now in block {seen.Block}.");
        }

        return booked with { Timestamp = seen.Timestamp } == seen
            ? new JournalResult.AlreadyRecorded()
            : new JournalResult.RecordedDifferently($"it was booked as {booked} and is now {seen}.");
    }

    private Task<long> InsertEntryAsync(JournalEntry entry, DateTimeOffset now, CancellationToken cancellationToken)
    {
        Tip tip = entry.Payment.Tip;
        PaymentSubject subject = entry.Payment.Subject;
        return session.ReadAsync<long>(
            """
            INSERT INTO journal_entries (payment, platform, creator, post, payment_request, payment_reference, rung, chain_id,
                block_number, block_hash, block_parent, block_time, transaction_hash, transaction_index, position, transfer_position,
                router, payer, recorded_at)
            VALUES (@payment, (SELECT seq FROM platforms WHERE id = @platformId), (SELECT seq FROM creators WHERE id = @creatorId),
                (SELECT seq FROM posts WHERE id = @postId), (SELECT seq FROM payment_requests WHERE id = @requestId), @reference, @rung,
                @chain, @number, @hash, @parent, @time, @transaction, @TransactionIndex, @Position, @TransferPosition,
                @router, @payer, @now)
            RETURNING seq
            """,
            new
            {
                payment = Blob.Of(entry.Payment.Id),
                platformId = Blob.Of(subject.PlatformId),
                creatorId = Blob.Of(subject.CreatorId),
                postId = subject.PostId is { } post ? Blob.Of(post) : null,
                requestId = subject is PaymentSubject.OfRequest { Request.Id: var request } ? Blob.Of(request) : null,
                reference = tip.PaymentReference.ToArray(),
                rung = (long)entry.Payment.Rung,
                chain = checked((long)tip.Location.ChainId),
                number = checked((long)tip.Block.Number.Value),
                hash = tip.Block.Hash.ToArray(),
                parent = tip.Block.ParentHash.ToArray(),
                time = Blob.Of(tip.Timestamp),
                transaction = tip.Location.TransactionHash.ToArray(),
                tip.TransactionIndex,
                tip.Location.Position,
                tip.TransferPosition,
                router = tip.Router.ToArray(),
                payer = tip.Payer.ToArray(),
                now = Blob.Of(now),
            },
            cancellationToken);
    }

    private async Task InsertMovementAsync(long entry, int line, Movement movement, CancellationToken cancellationToken) =>
        await session.ExecuteAsync(
            "INSERT INTO movements (entry, line, debit, credit, amount) VALUES (@entry, @line, @debit, @credit, @amount)",
            new
            {
                entry,
                line,
                debit = await InternAccountAsync(movement.Debit, cancellationToken),
                credit = await InternAccountAsync(movement.Credit, cancellationToken),
                amount = Blob.Of(movement.Amount.BaseUnits),
            },
            cancellationToken);

    private async Task<long> InternAccountAsync(LedgerAccount account, CancellationToken cancellationToken)
    {
        var values = new
        {
            platformId = Blob.Of(account.PlatformId),
            kind = (long)account.Kind,
            token = await tokens.InternAsync(account.Token, cancellationToken),
            holder = account.Holder.ToArray(),
        };
        await session.ExecuteAsync(
            """
            INSERT INTO ledger_accounts (platform, kind, token, holder)
            VALUES ((SELECT seq FROM platforms WHERE id = @platformId), @kind, @token, @holder)
            ON CONFLICT DO NOTHING
            """,
            values,
            cancellationToken);
        return await session.ReadAsync<long>(
            """
            SELECT a.seq FROM ledger_accounts a JOIN platforms p ON p.seq = a.platform
            WHERE p.id = @platformId AND a.kind = @kind AND a.token = @token AND a.holder = @holder
            """,
            values,
            cancellationToken);
    }

    private async Task AddStateAsync(long entry, EntryState state, DateTimeOffset now, CancellationToken cancellationToken) =>
        await session.ExecuteAsync(
            "INSERT INTO entry_states (entry, state, since) VALUES (@entry, @state, @now)",
            new { entry, state = (long)state, now = Blob.Of(now) },
            cancellationToken);
}
