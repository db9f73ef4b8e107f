using ChainTips.Chain;

namespace ChainTips.Storage.Sql;

internal sealed class SqlChainLeases(SqlSession session) : IChainLeases
{
    public async Task<ChainLease?> FindAsync(ulong chainId, CancellationToken cancellationToken)
    {
        Row? row = await session.FindAsync<Row>(
            "SELECT holder, fence FROM chain_leases WHERE chain_id = @chain", new { chain = checked((long)chainId) }, cancellationToken);
        return row is null ? null : new ChainLease(chainId, row.Holder, row.Fence);
    }

    public async Task<ChainLease?> TryTakeAsync(
        ulong chainId, string holder, TimeSpan validFor, ChainLease? dead, CancellationToken cancellationToken)
    {
        long? fence = await session.FindAsync<long?>(
            $"""
            INSERT INTO chain_leases (chain_id, holder, fence, expires_at) VALUES (@chain, @holder, 1, {session.NowInMilliseconds} + @validFor)
            ON CONFLICT (chain_id) DO UPDATE SET
                fence = chain_leases.fence + CASE WHEN chain_leases.holder = excluded.holder THEN 0 ELSE 1 END,
                holder = excluded.holder,
                expires_at = excluded.expires_at
            WHERE chain_leases.holder = excluded.holder OR chain_leases.expires_at < {session.NowInMilliseconds}
                OR chain_leases.fence = @dead
            RETURNING fence
            """,
            new { chain = checked((long)chainId), holder, validFor = (long)validFor.TotalMilliseconds, dead = dead?.Fence ?? 0 },
            cancellationToken);
        return fence is long taken ? new ChainLease(chainId, holder, taken) : null;
    }

    public Task ReleaseAsync(ChainLease lease, CancellationToken cancellationToken) => session.ExecuteAsync(
        "UPDATE chain_leases SET expires_at = 0 WHERE chain_id = @chain AND fence = @Fence",
        new { chain = checked((long)lease.ChainId), lease.Fence },
        cancellationToken);

    // The row is written, not only read: PostgreSQL locks it until the transaction ends, so that nobody can take it in between.
    public async Task DemandAsync(ChainLease lease, CancellationToken cancellationToken)
    {
        int held = await session.ExecuteAsync(
            "UPDATE chain_leases SET holder = holder WHERE chain_id = @chain AND fence = @Fence AND holder = @Holder",
            new { chain = checked((long)lease.ChainId), lease.Fence, lease.Holder },
            cancellationToken);
        if (held != 1)
        {
            throw new LeaseLostException(lease);
        }
    }

    private sealed record Row(string Holder, long Fence);
}
