using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Chain;

/// <summary>Single questions to a node.</summary>
public static class ChainSourceExtensions
{
    /// <summary>The canonical block of a number; null when the node does not have it.</summary>
    public static async Task<BlockHeader?> ReadHeaderAsync(
        this IChainSource source, BlockNumber number, CancellationToken cancellationToken) =>
        (await source.ReadHeadersAsync(number, number, cancellationToken))[0];

    /// <summary>The receipts of one block that may hold a tip.</summary>
    public static async Task<ObservedBlock> ReadBlockAsync(
        this IChainSource source, BlockHeader header, CancellationToken cancellationToken) =>
        (await source.ReadBlocksAsync([header], cancellationToken))[0];
}
