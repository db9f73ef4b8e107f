using ChainTips.Ethereum.Primitives;

namespace ChainTips.Matching;

/// <summary>How much of the inbox may be filled with rows of their own in a stretch of blocks; what comes on top is counted.</summary>
/// <remarks>
/// Anybody can make logs that look like refused tips, for the price of gas. Nobody's money depends on a row here: a transfer is claimed or assigned
/// from the chain itself.
/// </remarks>
/// <param name="Blocks">How many blocks a stretch has.</param>
/// <param name="Most">How many rows a platform has at most for one stretch.</param>
/// <param name="MostOfOne">How many of them are of one payer, or of one contract that is not ours.</param>
public sealed record InboxLimits(ulong Blocks, int Most, int MostOfOne)
{
    /// <summary>The limits of a gateway.</summary>
    public static InboxLimits Usual { get; } = new(10_000, 1_000, 50);

    /// <summary>The first block of the stretch that a block is in.</summary>
    public BlockNumber FirstOf(BlockNumber block) => new(block.Value - (block.Value % Blocks));
}
