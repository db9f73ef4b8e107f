using ChainTips.Ethereum.Primitives;
using ChainTips.Ledger;
using ChainTips.Tips;

namespace ChainTips.Storage.Sql;

/// <summary>The blocks that hold a payment, by their number in the books.</summary>
internal sealed class SqlPaidBlocks(SqlSession session)
{
    /// <summary>The numbers of the entries' blocks, given now to those that have none.</summary>
    public async Task<IReadOnlyDictionary<Hash32, long>> InternAsync(
        IReadOnlyList<JournalEntry> entries, CancellationToken cancellationToken)
    {
        Tip[] firsts = [.. entries.Select(entry => entry.Payment.Tip).DistinctBy(tip => tip.Block.Hash)];
        long chain = checked((long)firsts[0].Location.ChainId);
        IReadOnlyList<Row> known = await session.ListAsync<Row>(
            "SELECT seq, hash FROM paid_blocks WHERE chain_id = @chain AND number BETWEEN @lowest AND @highest",
            new
            {
                chain,
                lowest = checked((long)firsts.Min(tip => tip.Block.Number.Value)),
                highest = checked((long)firsts.Max(tip => tip.Block.Number.Value)),
            },
            cancellationToken);
        Dictionary<Hash32, long> seqs = known.ToDictionary(row => Hash32.FromBytes(row.Hash), row => row.Seq);
        long next = 1 + await session.ReadAsync<long>("SELECT COALESCE(max(seq), 0) FROM paid_blocks", null, cancellationToken);
        List<PaidBlockRow> added = [];
        foreach (Tip tip in firsts.Where(tip => !seqs.ContainsKey(tip.Block.Hash)))
        {
            added.Add(new PaidBlockRow(next, chain, tip.Block, Blob.Of(tip.Timestamp)));
            seqs.Add(tip.Block.Hash, next++);
        }

        await session.JournalWriter.WriteAsync(added, cancellationToken);
        return seqs;
    }

    private sealed record Row(long Seq, byte[] Hash);
}
