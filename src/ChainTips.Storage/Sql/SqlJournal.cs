using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.Ledger;
using ChainTips.Matching;
using ChainTips.Tips;

namespace ChainTips.Storage.Sql;

internal sealed class SqlJournal(SqlSession session, SqlTokens tokens, SqlPaymentReader payments, SqlPaidBlocks blocks, SqlSettlements settlements)
    : IJournal
{
    private static readonly JournalResult Recorded = new JournalResult.Recorded();

    public async Task<IReadOnlyList<JournalResult>> RecordAsync(
        IReadOnlyList<JournalEntry> entries, EntryState state, DateTimeOffset now, CancellationToken cancellationToken)
    {
        Dictionary<Id<Payment>, Tip> live = await ReadLiveAsync(entries, cancellationToken);
        if (live.Count == 0 && AreDistinct(entries))
        {
            // Almost always: every entry is new.
            await AddAsync(entries, state, now, cancellationToken);
            JournalResult[] all = new JournalResult[entries.Count];
            Array.Fill(all, Recorded);
            return all;
        }

        List<JournalEntry> added = [];
        List<JournalResult> results = new(entries.Count);
        foreach (JournalEntry entry in entries)
        {
            if (live.TryGetValue(entry.Payment.Id, out Tip booked))
            {
                results.Add(Compare(booked, entry.Payment.Tip));
                continue;
            }

            live.Add(entry.Payment.Id, entry.Payment.Tip);
            added.Add(entry);
            results.Add(Recorded);
        }

        await AddAsync(added, state, now, cancellationToken);
        return results;
    }

    private async Task AddAsync(IReadOnlyList<JournalEntry> added, EntryState state, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (added.Count == 0)
        {
            return;
        }

        long first = await InsertAsync(added, now, cancellationToken);
        if (state == EntryState.Settled)
        {
            await settlements.AddAsync(first, added, now, cancellationToken);
        }
        else
        {
            await AddPendingAsync(first, cancellationToken);
        }
    }

    public async Task<int> VoidAsync(
        ulong chainId, IReadOnlyList<BlockRef> blocks, DateTimeOffset now, CancellationToken cancellationToken)
    {
        int voided = 0;
        foreach (BlockRef block in blocks)
        {
            var values = new
            {
                chain = checked((long)chainId),
                number = checked((long)block.Number.Value),
                hash = block.Hash.ToArray(),
                now = Blob.Of(now),
            };
            const string OfBlock = """
                SELECT w.entry FROM pending_entries w
                    JOIN journal_entries e ON e.seq = w.entry
                    JOIN paid_blocks b ON b.seq = e.block
                WHERE w.chain_id = @chain AND w.block_number = @number AND b.hash = @hash
                """;
            voided += await session.ExecuteAsync(
                $"INSERT INTO voids (entry, payment, since) SELECT seq, payment, @now FROM journal_entries WHERE seq IN ({OfBlock})",
                values,
                cancellationToken);
            await session.ExecuteAsync(
                "DELETE FROM pending_entries WHERE chain_id = @chain AND block_number = @number AND entry IN (SELECT entry FROM voids)",
                values,
                cancellationToken);
        }

        return voided;
    }

    public async Task<IReadOnlyList<Payment>> SettleAsync(
        ulong chainId, BlockNumber upTo, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var range = new { chain = checked((long)chainId), upTo = checked((long)upTo.Value) };
        IReadOnlyList<ReadPayment> due = await payments.ListAsync(
            """
            WHERE e.seq IN (SELECT entry FROM pending_entries WHERE chain_id = @chain AND block_number <= @upTo)
            ORDER BY b.number, e.transaction_index, e.position
            """,
            range,
            cancellationToken);
        if (due.Count > 0)
        {
            await settlements.AddAsync([.. due.Select(read => new DueEntry(read.Entry, JournalEntry.Of(read.Booked.Payment), read.Booked.RecordedAt))], now, cancellationToken);
            await session.ExecuteAsync(
                "DELETE FROM pending_entries WHERE chain_id = @chain AND block_number <= @upTo", range, cancellationToken);
        }

        return [.. due.Select(read => read.Booked.Payment)];
    }

    private async Task<Dictionary<Id<Payment>, Tip>> ReadLiveAsync(IReadOnlyList<JournalEntry> entries, CancellationToken cancellationToken)
    {
        IReadOnlyList<long> live = await session.JournalWriter.FindLiveAsync(entries.Select(entry => entry.Payment.Id.Bits), cancellationToken);
        IReadOnlyList<ReadPayment> booked = await payments.ListAnyAsync("e.seq", live, cancellationToken);
        return booked.ToDictionary(read => read.Booked.Payment.Id, read => read.Booked.Payment.Tip);
    }

    private static bool AreDistinct(IReadOnlyList<JournalEntry> entries)
    {
        HashSet<Id<Payment>> seen = new(entries.Count);
        return entries.All(entry => seen.Add(entry.Payment.Id));
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

    /// <returns>The number of the first of the entries; the others follow.</returns>
    private async Task<long> InsertAsync(IReadOnlyList<JournalEntry> entries, DateTimeOffset now, CancellationToken cancellationToken)
    {
        SqlNumbers numbers = new(session, tokens);
        await numbers.LoadAsync(entries, cancellationToken);
        IReadOnlyDictionary<Hash32, long> blockSeqs = await blocks.InternAsync(entries, cancellationToken);
        long first = 1 + await session.ReadAsync<long>("SELECT COALESCE(max(seq), 0) FROM journal_entries", null, cancellationToken);
        long recordedAt = Blob.Of(now);
        IEnumerable<EntryRow> rows = entries.Select((entry, i) => ToRow(first + i, entry, numbers, blockSeqs, recordedAt));
        await session.JournalWriter.WriteAsync(rows, cancellationToken);
        for (int i = 0; i < entries.Count; i++)
        {
            if (entries[i].Further.Count > 0)
            {
                await InsertFurtherMovementsAsync(first + i, entries[i].Further, numbers, cancellationToken);
            }

            if (entries[i].Payment.Others > 0)
            {
                await session.ExecuteAsync(
                    "INSERT INTO summed_transfers (entry, others) VALUES (@entry, @others)",
                    new { entry = first + i, others = (long)entries[i].Payment.Others },
                    cancellationToken);
            }

            if (entries[i].Evidence is MatchEvidence evidence)
            {
                await session.ExecuteAsync(
                    "INSERT INTO match_evidence (entry, document) VALUES (@entry, @document)",
                    new { entry = first + i, document = MatchEvidenceText.Write(evidence) },
                    cancellationToken);
            }
        }

        return first;
    }

    private static EntryRow ToRow(
        long seq, JournalEntry entry, SqlNumbers numbers, IReadOnlyDictionary<Hash32, long> blockSeqs, long recordedAt)
    {
        Payment payment = entry.Payment;
        return new EntryRow(
            seq,
            payment.Id.Bits,
            blockSeqs[payment.Tip.Block.Hash],
            payment.Tip,
            numbers.OfContract(payment.Tip.Location.ChainId, payment.Tip.Router),
            numbers.Of(payment.Subject),
            (long)payment.Rung,
            (long)payment.Kind,
            numbers.Of(entry.Movement),
            recordedAt);
    }

    private async Task InsertFurtherMovementsAsync(
        long entry, IReadOnlyList<Movement> movements, SqlNumbers numbers, CancellationToken cancellationToken)
    {
        for (int i = 0; i < movements.Count; i++)
        {
            MovementSeqs movement = numbers.Of(movements[i]);
            await session.ExecuteAsync(
                "INSERT INTO further_movements (entry, line, debit, credit, amount) VALUES (@entry, @line, @Debit, @Credit, @amount)",
                new { entry, line = 1L + i, movement.Debit, movement.Credit, amount = Blob.Of(movement.Amount) },
                cancellationToken);
        }
    }

    private Task<int> AddPendingAsync(long first, CancellationToken cancellationToken) => session.ExecuteAsync(
        """
        INSERT INTO pending_entries (chain_id, block_number, entry)
        SELECT b.chain_id, b.number, e.seq FROM journal_entries e JOIN paid_blocks b ON b.seq = e.block WHERE e.seq >= @first
        """,
        new { first },
        cancellationToken);
}
