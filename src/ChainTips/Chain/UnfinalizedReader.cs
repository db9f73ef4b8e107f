using ChainTips.Ethereum.JsonRpc;

namespace ChainTips.Chain;

/// <summary>Reads blocks again that were applied and can still be reverted.</summary>
/// <param name="source">The node.</param>
public sealed class UnfinalizedReader(IChainSource source)
{
    /// <summary>How many blocks are read at once: a batch that every node takes.</summary>
    private const int BlocksAtOnce = 100;

    /// <summary>The cursor's unfinalized blocks with what they hold; null when one of them is not on the node's chain now.</summary>
    public async Task<IReadOnlyList<ObservedBlock>?> ReadAsync(ChainCursor cursor, CancellationToken cancellationToken)
    {
        List<ObservedBlock> blocks = new(cursor.Unfinalized.Count);
        foreach (BlockRef[] some in cursor.Unfinalized.Chunk(BlocksAtOnce))
        {
            IReadOnlyList<BlockHeader?> seen = await source.ReadHeadersAsync(some[0].Number, some[^1].Number, cancellationToken);
            BlockHeader[] ours = [.. seen.OfType<BlockHeader>()];
            if (!ours.Select(header => header.Hash).SequenceEqual(some.Select(block => block.Hash)))
            {
                return null;
            }

            blocks.AddRange(await source.ReadBlocksAsync(ours, cancellationToken));
        }

        return blocks;
    }
}
