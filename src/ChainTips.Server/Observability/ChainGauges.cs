using System.Diagnostics.Metrics;
using ChainTips.Server.Following;

namespace ChainTips.Server.Observability;

/// <summary>How the following of each chain stands, read at the moment of asking.</summary>
/// <remarks>What is not known has no series: a gateway that stands by knows no head of the node's.</remarks>
internal sealed class ChainGauges
{
    private const string BlockNumber = "{block_number}";

    private readonly FollowedChains _chains;
    private readonly GatewayMetrics _metrics;
    private readonly BacklogSampler _sampler;
    private readonly TimeProvider _clock;

    public ChainGauges(
        IMeterFactory meters, FollowedChains chains, GatewayMetrics metrics, BacklogSampler sampler, TimeProvider clock)
    {
        _chains = chains;
        _metrics = metrics;
        _sampler = sampler;
        _clock = clock;
        Meter meter = meters.Create(GatewayMetrics.MeterName);
        Add(meter, "head_block", BlockNumber, "The newest block that the node reports, to the gateway that follows.",
            (_, status) => status.IsLeading ? status.NodeHead?.Value : null);
        Add(meter, "applied_block", BlockNumber, "The newest block that was applied.",
            (_, status) => status.Cursor?.Head?.Number.Value);
        Add(meter, "finalized_block", BlockNumber, "The newest applied block that is final.",
            (_, status) => status.Cursor?.Finalized?.Number.Value);
        Add(meter, "lag_blocks", "{block}",
            "How many blocks the node is ahead of what was applied; it stays when the node falls silent.",
            (_, status) => status.IsLeading ? status.LagBlocks : null);
        Add(meter, "missing_blocks", "{block}",
            "How many blocks are still to be read for tokens that were allowed later; nothing is credited meanwhile.",
            (_, status) => status.IsLeading ? status.MissingBlocks : null);
        Add(meter, "lag", "s",
            "How old the newest applied block is; it grows whatever stands still: the chain, the node or the gateway.",
            (chainId, _) => AgeOf(HeadTimeOf(chainId)));
        Add(meter, "answer_age", "s",
            "How long ago the node last answered without fault, to the gateway that follows.",
            (_, status) => status.IsLeading ? AgeOf(status.LastAnswerAt) : null);
        Add(meter, "commit_age", "s",
            "How long ago this gateway last committed a change of the chain; from its first commit on.",
            (chainId, status) => status.IsLeading ? AgeOf(_metrics.LastCommitOf(chainId)?.At) : null);
        Add(meter, "leading", "1", "1 at the gateway that follows the chain, 0 at one that stands by.",
            (_, status) => status.IsLeading ? 1 : 0);
        Add(meter, "faulted", "1", "1 while something is wrong with the following; /v1/chains says what.",
            (_, status) => status.Fault is null ? 0 : 1);
    }

    private void Add(Meter meter, string name, string unit, string description, Func<ulong, ChainStatus, double?> read) =>
        meter.CreateObservableGauge("chaintips.chain." + name, () => ReadAll(read), unit, description);

    private IEnumerable<Measurement<double>> ReadAll(Func<ulong, ChainStatus, double?> read)
    {
        foreach (ulong chainId in _chains.All.Select(chain => chain.Settings.ChainId))
        {
            if (read(chainId, _chains.StatusOf(chainId)) is double value)
            {
                yield return new Measurement<double>(value, Label.OfChain(chainId));
            }
        }
    }

    private double? AgeOf(DateTimeOffset? time) =>
        time is DateTimeOffset then ? (_clock.GetUtcNow() - then).TotalSeconds : null;

    /// <summary>As this gateway committed it, or as the database has it from another one: the later of both.</summary>
    private DateTimeOffset? HeadTimeOf(ulong chainId)
    {
        DateTimeOffset? committed = _metrics.LastCommitOf(chainId)?.HeadTime;
        DateTimeOffset? kept = _sampler.Find(chainId)?.HeadTime;
        return kept > committed || committed is null ? kept : committed;
    }
}
