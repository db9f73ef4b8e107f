using ChainTips.Money;
using ChainTips.Policies;

namespace ChainTips.Storage.Sql;

/// <summary>Sums up payments of the last days. It reads the rows of one party alone, by an index on the party and the time of booking.</summary>
internal sealed class SqlPolicyBook(SqlSession session) : IPolicyBook
{
    /// <summary>
    /// A payment is booked after its block was mined, so what is booked before a time is of a block before it: the index leads to
    /// the time of booking, and the block's own time decides. So far may the clocks of a chain and of a gateway be apart.
    /// </summary>
    private static readonly TimeSpan ClockDifference = TimeSpan.FromHours(1);

    private static readonly Dictionary<PartyKind, string> Columns = new()
    {
        [PartyKind.Payer] = "payer",
        [PartyKind.Creator] = "creator",
        [PartyKind.Platform] = "platform",
    };

    public async Task PrepareAsync(IReadOnlyCollection<PartyKind> summed, CancellationToken cancellationToken)
    {
        if (session.LiftTimeLimit is string lift)
        {
            await session.ExecuteAsync(lift, null, cancellationToken);
        }

        foreach (string column in summed.Select(kind => Columns[kind]))
        {
            await session.ExecuteAsync(
                $"CREATE INDEX IF NOT EXISTS journal_entries_for_policy_by_{column} ON journal_entries ({column}, recorded_at)", null, cancellationToken);
        }
    }

    public async Task<PaidSum> SumAsync(PaidParty party, Token token, DateTimeOffset since, CancellationToken cancellationToken)
    {
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
                booked = Blob.Of(since - ClockDifference),
            },
            cancellationToken);
        return new PaidSum(row.Payments, Blob.ToUInt128(row.BaseUnits));
    }

    /// <summary>Money that came from the outside counts, whatever became of it in the books; what goes on between our own accounts does not.</summary>
    internal static string Select(PaidParty party)
    {
        string rows = party switch
        {
            // The plus keeps the databases from the platform's index, which has more rows.
            PaidParty.Payer => "e.payer = @payer AND +e.platform = (SELECT seq FROM platforms WHERE id = @platformId)",
            PaidParty.Creator => "e.creator = (SELECT seq FROM creators WHERE id = @creatorId)",
            PaidParty.Platform => "e.platform = (SELECT seq FROM platforms WHERE id = @platformId)",
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        string counted = $"""
            JOIN paid_blocks b ON b.seq = e.block
            WHERE {rows} AND e.recorded_at >= @booked AND b.time >= @since
                AND NOT EXISTS (SELECT 1 FROM voids v WHERE v.entry = e.seq)
            """;
        return $"""
            SELECT count(DISTINCT m.entry) AS payments, sum_amount(CASE WHEN t.chain_id = @chain AND t.address = @token THEN m.amount END) AS baseUnits
            FROM (
                SELECT e.seq AS entry, e.debit, e.amount FROM journal_entries e {counted}
                UNION ALL
                SELECT e.seq, f.debit, f.amount FROM journal_entries e JOIN further_movements f ON f.entry = e.seq {counted}
            ) m
                JOIN ledger_accounts a ON a.seq = m.debit AND a.kind = 1
                JOIN tokens t ON t.seq = a.token
            """;
    }

    private sealed record Row(long Payments, byte[] BaseUnits);
}
