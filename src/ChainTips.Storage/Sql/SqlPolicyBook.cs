using ChainTips.Money;
using ChainTips.Policies;

namespace ChainTips.Storage.Sql;

/// <summary>
/// Sums up payments of the last days. Those of a payer or creator are found by an index on the party and the time of booking; those of a
/// platform stand at the end of the journal, which is in the order of booking.
/// </summary>
/// <remarks>
/// No third index: one more would make an entry touch more pages than SQLite keeps of a statement in memory (64 kB), and
/// booking would take twice as long.
/// </remarks>
internal sealed class SqlPolicyBook(SqlSession session) : IPolicyBook
{
    /// <summary>
    /// A payment is booked after its block was mined, so what is booked before a time is of a block before it: the index leads to
    /// the time of booking, and the block's own time decides. So far may the clocks of a chain and of a gateway be apart.
    /// </summary>
    private static readonly TimeSpan ClockDifference = TimeSpan.FromHours(1);

    private static readonly (PartyKind Kind, string Column)[] Indexed = [(PartyKind.Payer, "payer"), (PartyKind.Creator, "creator")];

    public async Task PrepareAsync(IReadOnlyCollection<PartyKind> summed, CancellationToken cancellationToken)
    {
        if (session.LiftTimeLimit is string lift)
        {
            await session.ExecuteAsync(lift, null, cancellationToken);
        }

        foreach ((_, string column) in Indexed.Where(index => summed.Contains(index.Kind)))
        {
            await session.ExecuteAsync(
                $"CREATE INDEX IF NOT EXISTS journal_entries_for_policy_by_{column} ON journal_entries ({column}, recorded_at)", null, cancellationToken);
        }
    }

    public async Task<PaidSum> SumAsync(PaidParty party, Token token, DateTimeOffset since, CancellationToken cancellationToken)
    {
        long booked = Blob.Of(since - ClockDifference);
        Row row = await session.ReadAsync<Row>(
            Select(party),
            new
            {
                payer = party is PaidParty.Payer payer ? payer.Address.ToArray() : null,
                creatorId = party is PaidParty.Creator creator ? Blob.Of(creator.Id) : null,
                platformId = party switch
                {
                    PaidParty.Payer own => Blob.Of(own.PlatformId),
                    PaidParty.Platform own => Blob.Of(own.Id),
                    _ => null,
                },
                chain = checked((long)token.ChainId),
                token = token.Address.ToArray(),
                since = Blob.Of(since),
                booked,
                first = party is PaidParty.Platform ? await FindFirstAsync(booked, cancellationToken) : 0,
            },
            cancellationToken);
        return new PaidSum(row.Payments, Blob.ToUInt128(row.BaseUnits));
    }

    /// <summary>Money that came from the outside counts, whatever became of it in the books; what goes on between our own accounts does not.</summary>
    internal static string Select(PaidParty party)
    {
        string rows = party switch
        {
            // The plus keeps the databases from the platform's index, which leads to more rows.
            PaidParty.Payer => "e.payer = @payer AND e.recorded_at >= @booked AND +e.platform = (SELECT seq FROM platforms WHERE id = @platformId)",
            PaidParty.Creator => "e.creator = (SELECT seq FROM creators WHERE id = @creatorId) AND e.recorded_at >= @booked",
            PaidParty.Platform => "e.platform = (SELECT seq FROM platforms WHERE id = @platformId) AND e.seq >= @first",
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        string counted = $"""
            JOIN paid_blocks b ON b.seq = e.block
            WHERE {rows} AND b.time >= @since
                AND NOT EXISTS (SELECT 1 FROM voids v WHERE v.entry = e.seq)
            """;
        return $"""
            SELECT count(m.payment) AS payments, sum_amount(CASE WHEN t.chain_id = @chain AND t.address = @token THEN m.amount END) AS baseUnits
            FROM (
                SELECT e.seq AS payment, e.debit, e.amount FROM journal_entries e {counted}
                UNION ALL
                SELECT NULL, f.debit, f.amount FROM journal_entries e JOIN further_movements f ON f.entry = e.seq
                    JOIN ledger_accounts g ON g.seq = f.credit AND g.kind <> 5 {counted}
            ) m
                JOIN ledger_accounts a ON a.seq = m.debit AND a.kind = 1
                JOIN tokens t ON t.seq = a.token
            """;
    }

    /// <summary>The number of the first entry that was booked at a time or later, found by halving: entries are booked in the order of their numbers.</summary>
    internal async Task<long> FindFirstAsync(long booked, CancellationToken cancellationToken)
    {
        long low = 1;
        long high = 1 + await session.ReadAsync<long>("SELECT COALESCE(max(seq), 0) FROM journal_entries", null, cancellationToken);
        while (low < high)
        {
            long middle = low + ((high - low) / 2);
            BookedRow row = await session.ReadAsync<BookedRow>(
                "SELECT seq, recorded_at AS recordedAt FROM journal_entries WHERE seq >= @middle ORDER BY seq LIMIT 1", new { middle }, cancellationToken);
            (low, high) = row.RecordedAt < booked ? (row.Seq + 1, high) : (low, middle);
        }

        return low;
    }

    private sealed record BookedRow(long Seq, long RecordedAt);

    private sealed record Row(long Payments, byte[] BaseUnits);
}
