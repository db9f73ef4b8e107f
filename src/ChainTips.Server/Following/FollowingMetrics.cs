using System.Diagnostics.Metrics;
using ChainTips.Chain;
using ChainTips.Server.Configuration;

namespace ChainTips.Server.Following;

/// <summary>How far behind each chain is, in the meter <c>ChainTips</c>; whoever listens to the meter reads it.</summary>
internal sealed class FollowingMetrics : IDisposable
{
    private readonly Meter _meter = new(ChainMetrics.MeterName);

    public FollowingMetrics(FollowedChains chains, TimeProvider clock)
    {
        _meter.CreateObservableGauge(
            "chaintips.chain.lag_blocks",
            () => Measure(chains, status => (long?)status.LagBlocks),
            "{block}", "Blocks that the node has and that are not applied yet, by chain.");
        _meter.CreateObservableGauge(
            "chaintips.chain.head_age",
            () => Measure(chains, status => (long?)(clock.GetUtcNow() - HeadTime(status))?.TotalSeconds),
            "s", "Age of the newest block that the node reports, by chain.");
    }

    public void Dispose() => _meter.Dispose();

    private static DateTimeOffset? HeadTime(ChainStatus status) => status.Heads is ChainHeads heads ? BlockRef.TimeOf(heads.Head) : null;

    private static IEnumerable<Measurement<long>> Measure(FollowedChains chains, Func<ChainStatus, long?> read)
    {
        foreach (ConfiguredChain chain in chains.All)
        {
            if (read(chains.StatusOf(chain.Settings.ChainId)) is long value)
            {
                yield return new Measurement<long>(value, new KeyValuePair<string, object?>("chain", chain.Settings.ChainId));
            }
        }
    }
}
