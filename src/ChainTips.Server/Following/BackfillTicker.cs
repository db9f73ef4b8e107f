using ChainTips.Ethereum.Primitives;

namespace ChainTips.Server.Following;

/// <summary>Says on a terminal now and then how far a backfill is; elsewhere the metrics say it.</summary>
/// <param name="pace">How fast it is.</param>
/// <param name="clock">The gateway's own time.</param>
internal sealed class BackfillTicker(BackfillPace pace, TimeProvider clock)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    private long _last = clock.GetTimestamp();

    /// <summary>Blocks were applied up to this one.</summary>
    public void Applied(BlockNumber applied, BlockNumber until)
    {
        if (!Console.IsErrorRedirected && clock.GetElapsedTime(_last) >= Every)
        {
            _last = clock.GetTimestamp();
            Console.Error.WriteLine(pace.Describe(applied, until));
        }
    }
}
