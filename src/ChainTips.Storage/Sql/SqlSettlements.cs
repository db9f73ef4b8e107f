using ChainTips.Ethereum.Primitives;
using ChainTips.Ledger;
using ChainTips.Tips;

namespace ChainTips.Storage.Sql;

/// <summary>Settles entries: each gets its hash in the chain of its contract and token.</summary>
internal sealed class SqlSettlements(SqlSession session)
{
    /// <summary>Settles entries with consecutive numbers, in the order of the chain.</summary>
    public Task AddAsync(long first, IReadOnlyList<JournalEntry> entries, DateTimeOffset now, CancellationToken cancellationToken) =>
        AddAsync(entries.Select((entry, i) => new DueEntry(first + i, entry, now)), now, cancellationToken);

    /// <summary>Settles entries, in the order of the chain.</summary>
    /// <param name="entries">The entries; they are gone through twice.</param>
    /// <param name="now">When they are settled.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public async Task AddAsync(
        IEnumerable<DueEntry> entries, DateTimeOffset now, CancellationToken cancellationToken)
    {
        long seq = 1 + await session.ReadAsync<long>("SELECT COALESCE(max(seq), 0) FROM settlements", null, cancellationToken);
        Dictionary<(Address Contract, Address Token), HashChain> chains = [];
        foreach (DueEntry due in entries)
        {
            Tip tip = due.Entry.Payment.Tip;
            if (!chains.ContainsKey((tip.Router, tip.Amount.Token.Address)))
            {
                chains.Add((tip.Router, tip.Amount.Token.Address), await ReadChainAsync(tip, cancellationToken));
            }
        }

        await session.JournalWriter.WriteAsync(Link(entries, chains, seq, now), cancellationToken);
        foreach (HashChain chain in chains.Values)
        {
            await session.ExecuteAsync(
                "UPDATE hash_chains SET head = @head, entries = @Entries WHERE seq = @Seq",
                new { head = chain.Head.ToArray(), chain.Entries, chain.Seq },
                cancellationToken);
        }
    }

    /// <summary>Gives each entry its hash and moves the heads on, while the rows are written.</summary>
    private static IEnumerable<SettlementRow> Link(
        IEnumerable<DueEntry> entries, Dictionary<(Address Contract, Address Token), HashChain> chains, long seq, DateTimeOffset now)
    {
        foreach (DueEntry due in entries)
        {
            HashChain chain = chains[(due.Entry.Payment.Tip.Router, due.Entry.Payment.Tip.Amount.Token.Address)];
            chain.Head = LedgerHash.Next(chain.Head, due.Entry);
            chain.Entries++;
            yield return new SettlementRow(
                seq++, due.Seq, chain.Seq, chain.Head, Blob.Of(now), LedgerHash.Seal(chain.Head, due.RecordedAt, now));
        }
    }

    private async Task<HashChain> ReadChainAsync(Tip tip, CancellationToken cancellationToken)
    {
        var values = new
        {
            chain = checked((long)tip.Location.ChainId),
            contract = tip.Router.ToArray(),
            token = tip.Amount.Token.Address.ToArray(),
            start = LedgerHash.Start(tip.Location.ChainId, tip.Router, tip.Amount.Token.Address).ToArray(),
        };
        await session.ExecuteAsync(
            """
            INSERT INTO hash_chains (contract, token, entries, head)
            SELECT c.seq, t.seq, 0, @start FROM contracts c JOIN tokens t ON t.chain_id = c.chain_id
            WHERE c.chain_id = @chain AND c.address = @contract AND t.address = @token
            ON CONFLICT DO NOTHING
            """,
            values,
            cancellationToken);
        Row row = await session.ReadAsync<Row>(
            """
            SELECT h.seq, h.entries, h.head FROM hash_chains h JOIN contracts c ON c.seq = h.contract JOIN tokens t ON t.seq = h.token
            WHERE c.chain_id = @chain AND c.address = @contract AND t.chain_id = @chain AND t.address = @token
            """,
            values,
            cancellationToken);
        return new HashChain { Seq = row.Seq, Entries = row.Entries, Head = Hash32.FromBytes(row.Head) };
    }

    private sealed record Row(long Seq, long Entries, byte[] Head);

    private sealed class HashChain
    {
        public required long Seq { get; init; }

        public required long Entries { get; set; }

        public required Hash32 Head { get; set; }
    }
}
