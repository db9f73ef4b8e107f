using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Storage.Sql;

internal sealed class SqlChainBook(SqlSession session) : IChainBook
{
    public async Task<FollowedChain?> FindAsync(ulong chainId, CancellationToken cancellationToken)
    {
        long chain = checked((long)chainId);
        ChainRow? row = await session.FindAsync<ChainRow>(
            """
            SELECT genesis_hash AS genesisHash, start_block AS startBlock, finalized_number AS finalizedNumber,
                finalized_hash AS finalizedHash, finalized_parent AS finalizedParent, head_time AS headTime,
                history_until AS historyUntil
            FROM chains WHERE chain_id = @chain
            """,
            new { chain },
            cancellationToken);
        if (row is null)
        {
            return null;
        }

        IReadOnlyList<BlockRow> blocks = await session.ListAsync<BlockRow>(
            "SELECT number, hash, parent_hash AS parentHash FROM chain_blocks WHERE chain_id = @chain ORDER BY number",
            new { chain },
            cancellationToken);
        BlockRef? finalized = row.FinalizedNumber is long number
            ? new BlockRow(number, row.FinalizedHash!, row.FinalizedParent!).ToBlock()
            : null;
        ChainCursor cursor = new(new BlockNumber((ulong)row.StartBlock), finalized, [.. blocks.Select(block => block.ToBlock())]);
        return new FollowedChain(
            chainId,
            Hash32.FromBytes(row.GenesisHash),
            cursor,
            row.HeadTime is long time ? Blob.ToTime(time) : null,
            row.HistoryUntil is long until ? new BlockNumber((ulong)until) : null);
    }

    public async Task<BlockNumber?> FindDirectStartAsync(ulong chainId, CancellationToken cancellationToken) =>
        await session.FindAsync<long?>(
            "SELECT direct_from FROM chains WHERE chain_id = @chain", new { chain = checked((long)chainId) }, cancellationToken) is long start
            ? new BlockNumber((ulong)start)
            : null;

    public Task AddAsync(
        ulong chainId, Hash32 genesisHash, BlockNumber startBlock, BlockNumber? historyUntil, CancellationToken cancellationToken) =>
        session.ExecuteAsync(
            """
            INSERT INTO chains (chain_id, genesis_hash, start_block, history_until, direct_from) VALUES (@chain, @genesis, @start, @until,
                CASE WHEN EXISTS (SELECT 1 FROM posts) OR EXISTS (SELECT 1 FROM payment_requests) THEN @start END)
            """,
            new
            {
                chain = checked((long)chainId),
                genesis = genesisHash.ToArray(),
                start = checked((long)startBlock.Value),
                until = historyUntil is BlockNumber until ? checked((long)until.Value) : (long?)null,
            },
            cancellationToken);

    public Task MarkSafeAsync(ulong chainId, BlockRef safe, CancellationToken cancellationToken) => session.ExecuteAsync(
        """
        UPDATE chains SET safe_number = @number
        WHERE chain_id = @chain AND COALESCE(safe_number, -1) < @number
            AND EXISTS (SELECT 1 FROM chain_blocks WHERE chain_id = @chain AND number = @number AND hash = @hash)
        """,
        new { chain = checked((long)chainId), number = checked((long)safe.Number.Value), hash = safe.Hash.ToArray() },
        cancellationToken);

    public async Task<FollowedChain> MoveAsync(ulong chainId, ChainUpdate update, CancellationToken cancellationToken)
    {
        FollowedChain before = await FindAsync(chainId, cancellationToken)
            ?? throw new InvalidOperationException($"Chain {chainId} was never added to the database.");
        FollowedChain after = before with { Cursor = before.Cursor.After(update) };
        long chain = checked((long)chainId);
        switch (update)
        {
            case ChainUpdate.BlocksAdded added:
                foreach (ObservedBlock observed in added.Blocks)
                {
                    await AddBlockAsync(chain, observed.Block, cancellationToken);
                }

                await SetHeadTimeAsync(chain, added.Blocks[^1].Timestamp, cancellationToken);
                return after with { HeadTime = added.Blocks[^1].Timestamp };
            case ChainUpdate.BlocksReverted reverted:
                await RemoveBlocksAsync(chain, reverted.Blocks[^1].Number, cancellationToken);
                return after;
            case ChainUpdate.RangeFinalized range:
                await SetHeadTimeAsync(chain, range.LastTime, cancellationToken);
                after = after with { HeadTime = range.LastTime };
                break;
            default:
                break;
        }

        await SetFinalizedAsync(chain, after.Cursor.Finalized!, cancellationToken);
        return after;
    }

    /// <summary>Takes out the blocks that left the chain. What takes their numbers is not safe for that alone.</summary>
    private async Task RemoveBlocksAsync(long chain, BlockNumber oldest, CancellationToken cancellationToken)
    {
        long first = checked((long)oldest.Value);
        await session.ExecuteAsync(
            "DELETE FROM chain_blocks WHERE chain_id = @chain AND number >= @first", new { chain, first }, cancellationToken);
        await session.ExecuteAsync(
            "UPDATE chains SET safe_number = @first - 1 WHERE chain_id = @chain AND safe_number >= @first", new { chain, first }, cancellationToken);
    }

    private Task<int> AddBlockAsync(long chain, BlockRef block, CancellationToken cancellationToken) => session.ExecuteAsync(
        "INSERT INTO chain_blocks (chain_id, number, hash, parent_hash) VALUES (@chain, @number, @hash, @parent)",
        new
        {
            chain,
            number = checked((long)block.Number.Value),
            hash = block.Hash.ToArray(),
            parent = block.ParentHash.ToArray(),
        },
        cancellationToken);

    private async Task SetHeadTimeAsync(long chain, DateTimeOffset time, CancellationToken cancellationToken) => await session.ExecuteAsync(
        "UPDATE chains SET head_time = @time WHERE chain_id = @chain", new { chain, time = Blob.Of(time) }, cancellationToken);

    private async Task SetFinalizedAsync(long chain, BlockRef block, CancellationToken cancellationToken)
    {
        long number = checked((long)block.Number.Value);
        await session.ExecuteAsync(
            """
            UPDATE chains SET finalized_number = @number, finalized_hash = @hash, finalized_parent = @parent
            WHERE chain_id = @chain
            """,
            new { chain, number, hash = block.Hash.ToArray(), parent = block.ParentHash.ToArray() },
            cancellationToken);
        await session.ExecuteAsync(
            "DELETE FROM chain_blocks WHERE chain_id = @chain AND number <= @number", new { chain, number }, cancellationToken);
    }

    private sealed record ChainRow(
        byte[] GenesisHash, long StartBlock, long? FinalizedNumber, byte[]? FinalizedHash, byte[]? FinalizedParent, long? HeadTime,
        long? HistoryUntil);

    private sealed record BlockRow(long Number, byte[] Hash, byte[] ParentHash)
    {
        public BlockRef ToBlock() => new(new BlockNumber((ulong)Number), Hash32.FromBytes(Hash), Hash32.FromBytes(ParentHash));
    }
}
