using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.Matching;
using ChainTips.Platforms;
using ChainTips.Tips;

namespace ChainTips.Storage.Sql;

/// <summary>Counts the refused tips that have no room, for each block while it can leave the chain, and for the whole stretch of blocks afterwards.</summary>
internal sealed class SqlRefusalCounts(SqlSession session)
{
    /// <summary>In place of the number and hash of a block: what was counted is final.</summary>
    private const long Final = -1;

    /// <summary>Counts refused tips of one stretch of blocks.</summary>
    public async Task AddAsync(
        IReadOnlyList<RefusedTip> tips, BlockNumber first, Id<Platform> platformId, bool areFinal, CancellationToken cancellationToken)
    {
        if (tips.Count == 0)
        {
            return;
        }

        long platform = await session.ReadAsync<long>("SELECT seq FROM platforms WHERE id = @id", new { id = Blob.Of(platformId) }, cancellationToken);
        foreach (IGrouping<Key, RefusedTip> same in tips.GroupBy(tip => KeyOf(tip, platform, first, areFinal)))
        {
            UInt128 moved = same.Where(IsProven).Aggregate(UInt128.Zero, (sum, tip) => Add(sum, ToUInt128(tip.Stated!.Value.Amount)));
            await AddAsync(same.Key, same.Count(), moved, cancellationToken);
        }
    }

    /// <summary>Forgets what was counted in a block that left the chain.</summary>
    public Task RevertAsync(ulong chainId, BlockRef block, CancellationToken cancellationToken) => session.ExecuteAsync(
        "DELETE FROM refused_counts WHERE chain_id = @chain AND block_number = @number AND block_hash = @hash",
        new { chain = checked((long)chainId), number = checked((long)block.Number.Value), hash = block.Hash.ToArray() },
        cancellationToken);

    /// <summary>Adds what was counted in final blocks to the counts of their stretches.</summary>
    public async Task SettleAsync(ulong chainId, BlockNumber upTo, CancellationToken cancellationToken)
    {
        var final = new { chain = checked((long)chainId), upTo = checked((long)upTo.Value) };
        const string OfFinal = "FROM refused_counts WHERE chain_id = @chain AND block_number BETWEEN 0 AND @upTo";
        IReadOnlyList<Row> rows = await session.ListAsync<Row>(
            $"SELECT platform, chain_id AS chainId, first_block AS firstBlock, reason, token, tips, amount {OfFinal}", final, cancellationToken);
        foreach (Row row in rows)
        {
            Key key = new(row.Platform, row.ChainId, row.FirstBlock, Final, Hash32.Zero, row.Reason, Address.FromBytes(row.Token));
            await AddAsync(key, row.Tips, Blob.ToUInt128(row.Amount), cancellationToken);
        }

        if (rows.Count > 0)
        {
            await session.ExecuteAsync("DELETE " + OfFinal, final, cancellationToken);
        }
    }

    /// <summary>What was counted, the newest stretch first.</summary>
    public async Task<IReadOnlyList<CountedRefusals>> ListAsync(Id<Platform> platformId, int limit, CancellationToken cancellationToken)
    {
        IReadOnlyList<Row> rows = await session.ListAsync<Row>(
            """
            SELECT c.platform, c.chain_id AS chainId, c.first_block AS firstBlock, c.reason, c.token, c.tips, c.amount
            FROM refused_counts c JOIN platforms p ON p.seq = c.platform WHERE p.id = @platformId
            ORDER BY c.first_block DESC, c.chain_id, c.reason, c.token
            """,
            new { platformId = Blob.Of(platformId) },
            cancellationToken);
        return
        [
            .. rows.GroupBy(row => (row.ChainId, row.FirstBlock, row.Reason, Token: Address.FromBytes(row.Token))).Take(limit).Select(same => new CountedRefusals(
                (ulong)same.Key.ChainId,
                new BlockNumber((ulong)same.Key.FirstBlock),
                Enum.Parse<RefusalReason>(same.Key.Reason),
                same.Key.Token,
                same.Sum(row => row.Tips),
                same.Aggregate(UInt128.Zero, (sum, row) => Add(sum, Blob.ToUInt128(row.Amount))))),
        ];
    }

    private async Task AddAsync(Key key, long tips, UInt128 moved, CancellationToken cancellationToken)
    {
        var named = new
        {
            key.Platform,
            key.ChainId,
            key.FirstBlock,
            key.BlockNumber,
            hash = key.BlockHash.ToArray(),
            key.Reason,
            token = key.Token.ToArray(),
        };
        Sum? before = await session.FindAsync<Sum>(
            """
            SELECT tips, amount FROM refused_counts WHERE platform = @Platform AND chain_id = @ChainId AND first_block = @FirstBlock
                AND block_number = @BlockNumber AND block_hash = @hash AND reason = @Reason AND token = @token
            """,
            named,
            cancellationToken);
        await session.ExecuteAsync(
            """
            INSERT INTO refused_counts (platform, chain_id, first_block, block_number, block_hash, reason, token, tips, amount)
            VALUES (@Platform, @ChainId, @FirstBlock, @BlockNumber, @hash, @Reason, @token, @tips, @amount)
            ON CONFLICT (platform, chain_id, first_block, block_number, block_hash, reason, token)
                DO UPDATE SET tips = excluded.tips, amount = excluded.amount
            """,
            new
            {
                named.Platform,
                named.ChainId,
                named.FirstBlock,
                named.BlockNumber,
                named.hash,
                named.Reason,
                named.token,
                tips = tips + (before?.Tips ?? 0),
                amount = Blob.Of(Add(moved, before is null ? 0 : Blob.ToUInt128(before.Amount))),
            },
            cancellationToken);
    }

    private static Key KeyOf(RefusedTip tip, long platform, BlockNumber first, bool isFinal) => new(
        platform,
        checked((long)tip.Location.ChainId),
        checked((long)first.Value),
        isFinal ? Final : checked((long)tip.Block.Number.Value),
        isFinal ? Hash32.Zero : tip.Block.Hash,
        tip.Reason.ToString(),
        IsProven(tip) ? tip.Stated!.Value.Token : Address.Zero);

    /// <summary>Whether a transfer of an allowed token stands behind the tip. What others state is not summed up: anybody can write any amount.</summary>
    private static bool IsProven(RefusedTip tip) => tip.TransferPosition is not null;

    private static UInt128 ToUInt128(UInt256 amount) => amount.TryToUInt128(out UInt128 baseUnits) ? baseUnits : UInt128.MaxValue;

    /// <summary>The sum; the most that can be kept when it is more.</summary>
    private static UInt128 Add(UInt128 left, UInt128 right) => left > UInt128.MaxValue - right ? UInt128.MaxValue : left + right;

    private readonly record struct Key(
        long Platform, long ChainId, long FirstBlock, long BlockNumber, Hash32 BlockHash, string Reason, Address Token);

    private sealed record Sum(long Tips, byte[] Amount);

    private sealed record Row(long Platform, long ChainId, long FirstBlock, string Reason, byte[] Token, long Tips, byte[] Amount);
}
