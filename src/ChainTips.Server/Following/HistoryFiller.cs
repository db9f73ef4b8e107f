using ChainTips.Chain;
using ChainTips.Server.Configuration;
using ChainTips.Server.Observability;

namespace ChainTips.Server.Following;

/// <summary>Reads the past of tokens that were allowed later, before their chain is followed on, and says so.</summary>
internal sealed partial class HistoryFiller(
    ConfiguredChain chain,
    IChainSource source,
    Backfill backfill,
    LaterHistory history,
    FollowedChains status,
    GatewayMetrics metrics,
    TimeProvider clock,
    ILogger<HistoryFiller> logger)
{
    private int _credited;
    private BackfillTicker? _ticker;

    private ulong ChainId => chain.Settings.ChainId;

    /// <summary>Whether nothing is missing.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Finds out what is missing.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        MissingHistory? missing = await history.RegisterAsync(cancellationToken);
        IsDone = missing is null;
        _ticker = missing is null ? null : new BackfillTicker(new BackfillPace(ChainId, missing.From, clock), clock);
        status.Report(ChainId, old => old with { Missing = missing });
        if (missing is not null)
        {
            LogBegin(ChainId, string.Join(", ", missing.Pairs.Select(pair => pair.Token)), missing.From, missing.Cursor.Head);
        }
    }

    /// <summary>Reads what is missing.</summary>
    /// <returns>Whether nothing is missing any more; if not, blocks that were applied are not on the chain now.</returns>
    public async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        IsDone = await history.FillAsync(source, backfill, Report, cancellationToken);
        if (IsDone)
        {
            status.Report(ChainId, old => old with { Missing = null });
            LogEnd(ChainId, _credited);
        }

        return IsDone;
    }

    private void Report(AppliedUpdate applied, MissingHistory? missing)
    {
        _credited += applied.Credited;
        metrics.Count(ChainId, applied);
        status.Report(ChainId, old => old with { Missing = missing, LastAnswerAt = clock.GetUtcNow() });
        if (missing?.Until is not null && missing.Cursor.Finalized is BlockRef finalized)
        {
            _ticker?.Applied(missing.From.Previous, finalized.Number);
        }
    }

    [LoggerMessage(1030, LogLevel.Information, "Chain {ChainId}: the past of token {Tokens} is read from block {From} to {Head}, before the chain is followed on.")]
    private partial void LogBegin(ulong chainId, string tokens, Ethereum.Primitives.BlockNumber from, BlockRef? head);

    [LoggerMessage(1031, LogLevel.Information, "Chain {ChainId}: nothing of the past is missing any more; {Credited} payments were credited that had not been.")]
    private partial void LogEnd(ulong chainId, int credited);
}
