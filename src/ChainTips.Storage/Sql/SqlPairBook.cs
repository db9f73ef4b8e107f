using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Storage.Sql;

internal sealed class SqlPairBook(SqlSession session) : IPairBook
{
    public async Task<IReadOnlyList<FollowedPair>> ListAsync(ulong chainId, CancellationToken cancellationToken)
    {
        IReadOnlyList<Row> rows = await session.ListAsync<Row>(
            """
            SELECT contract, token, missing_from AS missingFrom, missing_parent AS missingParent
            FROM followed_pairs WHERE chain_id = @chain ORDER BY contract, token
            """,
            new { chain = checked((long)chainId) },
            cancellationToken);
        return [.. rows.Select(row => row.ToPair())];
    }

    public Task SetAsync(ulong chainId, FollowedPair pair, CancellationToken cancellationToken) => session.ExecuteAsync(
        """
        INSERT INTO followed_pairs (chain_id, contract, token, missing_from, missing_parent)
        VALUES (@chain, @contract, @token, @missing, @parent)
        ON CONFLICT (chain_id, contract, token)
            DO UPDATE SET missing_from = excluded.missing_from, missing_parent = excluded.missing_parent
        """,
        new
        {
            chain = checked((long)chainId),
            contract = pair.Contract.ToArray(),
            token = pair.Token.ToArray(),
            missing = pair.MissingFrom is BlockNumber missing ? checked((long)missing.Value) : (long?)null,
            parent = pair.MissingParent?.ToArray(),
        },
        cancellationToken);

    public Task SetSumLimitAsync(ulong chainId, SumLimit limit, CancellationToken cancellationToken) => session.ExecuteAsync(
        """
        INSERT INTO sum_limits (chain_id, token, from_block, below) VALUES (@chain, @token, @from, @below)
        ON CONFLICT (chain_id, token, from_block) DO UPDATE SET below = excluded.below
        """,
        new
        {
            chain = checked((long)chainId),
            token = limit.Token.ToArray(),
            from = checked((long)limit.From.Value),
            below = Blob.Of(limit.Below),
        },
        cancellationToken);

    private sealed record Row(byte[] Contract, byte[] Token, long? MissingFrom, byte[]? MissingParent)
    {
        public FollowedPair ToPair() => new(
            Address.FromBytes(Contract),
            Address.FromBytes(Token),
            MissingFrom is long from ? new BlockNumber((ulong)from) : null,
            MissingParent is null ? null : Hash32.FromBytes(MissingParent));
    }
}
