using System.Globalization;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Server.Following;

/// <summary>How fast final history is read, and when it will have been.</summary>
/// <param name="chainId">The chain.</param>
/// <param name="first">The first block that is read.</param>
/// <param name="clock">The gateway's own time.</param>
internal sealed class BackfillPace(ulong chainId, BlockNumber first, TimeProvider clock)
{
    private readonly long _start = clock.GetTimestamp();

    /// <summary>Blocks that were applied per second so far.</summary>
    public double BlocksPerSecond(BlockNumber applied) =>
        (applied.Value + 1 - first.Value) / Math.Max(clock.GetElapsedTime(_start).TotalSeconds, 0.001);

    /// <summary>How long it will take from here; whole seconds.</summary>
    public TimeSpan Left(BlockNumber applied, BlockNumber until) =>
        TimeSpan.FromSeconds(Math.Ceiling((until.Value - applied.Value) / BlocksPerSecond(applied)));

    /// <summary>The pace in one line, for people.</summary>
    public string Describe(BlockNumber applied, BlockNumber until) => string.Create(
        CultureInfo.InvariantCulture,
        $"Chain {chainId}: block {applied} of {until} ({100.0 * (applied.Value + 1 - first.Value) / (until.Value + 1 - first.Value):0} %), {BlocksPerSecond(applied):N0} blocks/s, {Left(applied, until):c} left.");
}
