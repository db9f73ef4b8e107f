using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using ChainTips.Chain;
using ChainTips.Matching;
using ChainTips.Server.Api;
using ChainTips.Server.Following;

namespace ChainTips.Server.Observability;

/// <summary>Counts what the changes of the chains did; whoever commits one tells it here, once, after the commit.</summary>
/// <remarks>The counters begin at zero with the process. What was credited in all is in the books, not here.</remarks>
internal sealed class GatewayMetrics
{
    /// <summary>The name of the gateway's meter. Every part of the product may add instruments under it.</summary>
    public const string MeterName = "ChainTips";

    private static readonly InstrumentAdvice<int> BlockBuckets =
        new() { HistogramBucketBoundaries = [1, 2, 3, 5, 8, 13, 21, 34, 64, 128] };

    private static readonly InstrumentAdvice<double> SecondBuckets =
        new() { HistogramBucketBoundaries = [0.5, 1, 2, 3, 5, 8, 13, 21, 34, 60, 300] };

    private readonly ConcurrentDictionary<ulong, LastCommit> _lastCommits = [];
    private readonly FollowedChains _chains;
    private readonly TimeProvider _clock;
    private readonly Counter<int> _payments;
    private readonly Counter<int> _refusedTips;
    private readonly Counter<int> _strangerTips;
    private readonly Counter<int> _revertedBlocks;
    private readonly Histogram<int> _reorgDepth;
    private readonly Histogram<double> _blockDelay;

    public GatewayMetrics(IMeterFactory meters, FollowedChains chains, TimeProvider clock)
    {
        _chains = chains;
        _clock = clock;
        Meter meter = meters.Create(MeterName);
        _payments = meter.CreateCounter<int>(
            "chaintips.payments", "{payment}",
            "Payments that were credited, became final (settled) or left the chain (voided), by the evidence that matched them.");
        _refusedTips = meter.CreateCounter<int>(
            "chaintips.refused_tips", "{tip}",
            "Tips that concern a platform and were credited to nobody; /v1/inbox says why.");
        _strangerTips = meter.CreateCounter<int>(
            "chaintips.stranger_tips", "{tip}", "Tips that concern nobody here.");
        _revertedBlocks = meter.CreateCounter<int>(
            "chaintips.reverted_blocks", "{block}", "Applied blocks that left the chain.");
        _reorgDepth = meter.CreateHistogram(
            "chaintips.reorg.depth", "{block}", "How many applied blocks a reorg took back.", tags: null, BlockBuckets);
        _blockDelay = meter.CreateHistogram(
            "chaintips.block.delay", "s",
            "From the time that a new block states, which is in whole seconds, to its commit.",
            tags: null, SecondBuckets);
    }

    /// <summary>The newest change of a chain that this process committed; null before the first.</summary>
    public LastCommit? LastCommitOf(ulong chainId) => _lastCommits.GetValueOrDefault(chainId);

    /// <summary>Shows every counter that can be known beforehand at zero, so that the first payment is an increase.</summary>
    public void StartAtZero()
    {
        foreach (ulong chainId in _chains.All.Select(chain => chain.Settings.ChainId))
        {
            foreach (MatchRung rung in Enum.GetValues<MatchRung>())
            {
                CountPayments(chainId, rung, credited: 0, settled: 0, voided: 0);
            }

            KeyValuePair<string, object?> chain = Label.OfChain(chainId);
            _refusedTips.Add(0, chain);
            _strangerTips.Add(0, chain);
            _revertedBlocks.Add(0, chain);
        }
    }

    /// <summary>A change of a chain was committed.</summary>
    public void Applied(ulong chainId, ChainUpdate update, AppliedUpdate applied)
    {
        DateTimeOffset now = _clock.GetUtcNow();
        DateTimeOffset? headTime = HeadTimeOf(update);
        _lastCommits.AddOrUpdate(chainId, _ => new LastCommit(now, headTime), (_, last) => last.Then(now, headTime));

        Count(chainId, applied);
        KeyValuePair<string, object?> chain = Label.OfChain(chainId);
        switch (update)
        {
            case ChainUpdate.BlocksReverted reverted:
                _reorgDepth.Record(reverted.Blocks.Count, chain);
                _revertedBlocks.Add(reverted.Blocks.Count, chain);
                break;
            case ChainUpdate.BlocksAdded added:
                foreach (ObservedBlock observed in added.Blocks)
                {
                    _blockDelay.Record(Math.Max(0, (now - observed.Timestamp).TotalSeconds), chain);
                }

                break;
            default:
                break;
        }
    }

    /// <summary>What blocks held that had been applied before was booked; they are no change of the chain.</summary>
    public void Count(ulong chainId, AppliedUpdate applied)
    {
        // The tipping contract is the only rung so far.
        CountPayments(chainId, MatchRung.Contract, applied.Credited, applied.Settled, applied.Voided);
        KeyValuePair<string, object?> chain = Label.OfChain(chainId);
        _refusedTips.Add(applied.Refused, chain);
        _strangerTips.Add(applied.Strangers, chain);
    }

    private void CountPayments(ulong chainId, MatchRung rung, int credited, int settled, int voided)
    {
        Count("credited", credited);
        Count("settled", settled);
        Count("voided", voided);

        void Count(string state, int payments) => _payments.Add(
            payments,
            Label.OfChain(chainId),
            Label.Of("rung", PaymentRequestView.NameOf(rung)),
            Label.Of("state", state));
    }

    private static DateTimeOffset? HeadTimeOf(ChainUpdate update) => update switch
    {
        ChainUpdate.BlocksAdded added => added.Blocks[^1].Timestamp,
        ChainUpdate.RangeFinalized range => range.LastTime,
        _ => null,
    };
}
