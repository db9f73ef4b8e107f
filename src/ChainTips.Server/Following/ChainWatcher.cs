using System.Data.Common;
using ChainTips.Chain;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;
using ChainTips.Server.Configuration;
using ChainTips.Server.Observability;
using ChainTips.Storage;
using ChainTips.Tips;

namespace ChainTips.Server.Following;

/// <summary>Follows one chain: asks for the next change, applies it, asks again; waits when there is none or the node fails.</summary>
internal sealed partial class ChainWatcher(
    ConfiguredChain chain,
    EndpointPool pool,
    IGatewayDatabase database,
    FollowedChains status,
    GatewayMetrics metrics,
    GatewayStop stop,
    GatewaySigner signer,
    WakeUp wakeUp,
    TimeProvider clock,
    ILoggerFactory loggers,
    ILogger<ChainWatcher> logger) : BackgroundService
{
    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(2);

    private readonly Backfill _backfill = new(new DirectPaymentSource(pool, database, chain.Settings, pool.DirectPayments), chain.Backfill);
    private ChainCursor? _cursor;
    private BlockRef? _safe;

    private ulong ChainId => chain.Settings.ChainId;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            ChainLeadership leadership = new(database, ChainId, LeaseHolder.NewName(signer.Address), clock, loggers.CreateLogger<ChainLeadership>());
            await leadership.RunAsync(LeadAsync, ReportStandByAsync, stoppingToken);
        }
        catch (Exception error) when (error is ChainMismatchException or FinalBlockReplacedException or DbException or ConfigurationException)
        {
            status.Report(ChainId, old => old with { Fault = error.Message });
            stop.Because(error);
        }
    }

    /// <summary>Follows, and lets whoever sends on the chain know the lease meanwhile.</summary>
    private async Task LeadAsync(ChainLease lease, CancellationToken stoppingToken)
    {
        status.Report(ChainId, old => old with { Lease = lease });
        try
        {
            await FollowAsync(lease, stoppingToken);
        }
        finally
        {
            status.Report(ChainId, old => old with { Lease = null });
        }
    }

    private async Task FollowAsync(ChainLease lease, CancellationToken stoppingToken)
    {
        TipPipeline pipeline = new(database, chain.Settings, lease, clock);
        DirectPaymentSource source = Complete(pool);
        DecisionBooker decisions = new(database, chain.Settings, lease, clock);
        HistoryFiller filler = new(chain, source, _backfill, new LaterHistory(database, chain.Settings, lease, clock), status, metrics, clock, loggers.CreateLogger<HistoryFiller>());
        _cursor = null;
        _safe = null;
        while (!stoppingToken.IsCancellationRequested)
        {
            TimeSpan pause;
            Task announced = wakeUp.Next();
            try
            {
                ChainCursor cursor = _cursor ??= await ConnectAsync(filler, stoppingToken);
                FollowStep step = await pool.LookAsync(cursor, (source, token) => FollowerOf(source).LookAsync(cursor, token), stoppingToken);
                Report(step.Heads);
                if (filler.IsDone || step.Update is ChainUpdate.BlocksReverted)
                {
                    await ApplyAsync(pipeline, step, cursor, stoppingToken);
                    bool isIdle = step is { Update: null, HistoryUntil: null };
                    if (isIdle)
                    {
                        await BookDecisionsAsync(decisions, source, stoppingToken);
                    }

                    pause = isIdle ? chain.PollInterval : TimeSpan.Zero;
                }
                else
                {
                    pause = await filler.FillAsync(stoppingToken) ? TimeSpan.Zero : chain.PollInterval;
                }
            }
            catch (EthereumRpcException error)
            {
                LogNodeFault(ChainId, chain.EndpointsForPeople, error.Message);
                status.Report(ChainId, old => old with { Fault = error.Message });
                pause = PauseAfterFault;
            }
            catch (DbException error) when (DatabaseFault.IsPassing(error))
            {
                // Whether the change was written is not known: the cursor is read again.
                _cursor = null;
                LogDatabaseFault(ChainId, error.Message);
                status.Report(ChainId, old => old with { Fault = error.Message });
                pause = PauseAfterFault;
            }

            if (pause > TimeSpan.Zero)
            {
                await WaitAsync(pause, status.StatusOf(ChainId).Fault is null ? announced : null, stoppingToken);
            }
        }
    }

    private async Task BookDecisionsAsync(DecisionBooker decisions, DirectPaymentSource source, CancellationToken stoppingToken)
    {
        LogPosition[] before = [.. decisions.Unbookable];
        int decided = await decisions.BookDueAsync(source, stoppingToken);
        if (decided > 0)
        {
            LogDecided(ChainId, decided);
        }

        foreach (LogPosition unbookable in decisions.Unbookable.Except(before))
        {
            LogUnbookable(ChainId, unbookable);
        }
    }

    /// <summary>Waits, unless a new block is announced meanwhile.</summary>
    private async Task WaitAsync(TimeSpan pause, Task? announced, CancellationToken stoppingToken)
    {
        using CancellationTokenSource woken = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        Task delay = Task.Delay(pause, clock, woken.Token);
        await Task.WhenAny(announced is null ? [delay] : [delay, announced]);
        await woken.CancelAsync();
        stoppingToken.ThrowIfCancellationRequested();
    }

    private void Report(ChainHeads heads)
    {
        DateTimeOffset now = clock.GetUtcNow();
        bool isStale = chain.Settings.Profile.IsStale(heads.Head, now);
        bool wasStale = status.StatusOf(ChainId).IsStale;
        if (isStale && !wasStale)
        {
            LogStale(ChainId, heads.Head.Number, BlockRef.TimeOf(heads.Head), chain.EndpointsForPeople);
        }

        status.Report(ChainId, old => old with
        {
            Heads = heads,
            LastAnswerAt = now,
            Finality = chain.Settings.Profile.Finality.Describe(heads),
            FinalBlock = chain.Settings.Profile.Finality.FindFinal(heads),
            IsStale = isStale,
            Fault = null,
            IsLeading = true,
        });
    }

    private async Task<ChainCursor> ConnectAsync(HistoryFiller filler, CancellationToken stoppingToken)
    {
        FollowedChain? known = await ReadAsync(stoppingToken);
        ChainFacts facts = await pool.ConnectAsync(known?.GenesisHash, stoppingToken);
        if (known is null)
        {
            BlockNumber? historyUntil = await FollowerOf(pool).ReadFinalNumberAsync(stoppingToken);
            await using IGatewayTransaction transaction = await database.BeginAsync(stoppingToken);
            await transaction.Chains.AddAsync(ChainId, facts.GenesisHash, chain.Settings.StartBlock, historyUntil, stoppingToken);
            await transaction.CommitAsync(stoppingToken);
            LogNewChain(ChainId, chain.Settings.StartBlock);
            known = await ReadAsync(stoppingToken);
        }

        ChainCursor cursor = known!.Cursor;
        if (cursor.StartBlock != chain.Settings.StartBlock)
        {
            LogOtherStart(ChainId, chain.Settings.StartBlock, cursor.StartBlock);
        }

        await filler.BeginAsync(stoppingToken);
        status.Report(ChainId, old => old with { IsVerified = true, Cursor = cursor });
        LogFollowing(ChainId, chain.Settings.Profile.Name, chain.EndpointsForPeople, cursor.Next, chain.Settings.Profile.Finality);
        return cursor;
    }

    /// <summary>The chain with what direct payments are matched by.</summary>
    private DirectPaymentSource Complete(IChainSource source) => new(source, database, chain.Settings, pool.DirectPayments);

    private ChainFollower FollowerOf(IChainSource source) =>
        new(Complete(source), chain.Settings.Profile.Finality, chain.Backfill.LargestRange);

    /// <summary>What the leading gateway has applied, for whoever asks this one.</summary>
    private async Task ReportStandByAsync(CancellationToken stoppingToken)
    {
        FollowedChain? known = await ReadAsync(stoppingToken);
        status.Report(ChainId, old => old with { IsVerified = known is not null, IsLeading = false, Heads = null, IsStale = false, Cursor = known?.Cursor, Missing = null, Fault = null });
    }

    private async Task<FollowedChain?> ReadAsync(CancellationToken cancellationToken)
    {
        await using IGatewayTransaction transaction = await database.BeginReadAsync(cancellationToken);
        return await transaction.Chains.FindAsync(ChainId, cancellationToken);
    }

    private async Task ApplyAsync(
        TipPipeline pipeline, FollowStep step, ChainCursor cursor, CancellationToken stoppingToken)
    {
        if (step.Update is not ChainUpdate.BlocksReverted && cursor.FindSafe(step.Heads) is BlockRef safe && safe != _safe)
        {
            await pipeline.MarkSafeAsync(safe, stoppingToken);
            _safe = safe;
        }

        if (step.Update is not null)
        {
            await ApplyAsync(pipeline, step.Update);
        }

        if (step.HistoryUntil is BlockNumber until)
        {
            BackfillTicker ticker = new(new BackfillPace(ChainId, cursor.Next, clock), clock);
            await foreach (ChainUpdate.RangeFinalized range in _backfill.ReadAsync(cursor, until, stoppingToken))
            {
                await ApplyAsync(pipeline, range);
                ticker.Applied(range.Last.Number, until);
            }
        }
    }

    /// <summary>Applies a change to its end, even when the gateway is told to stop meanwhile.</summary>
    private async Task ApplyAsync(TipPipeline pipeline, ChainUpdate update)
    {
        AppliedUpdate applied = await pipeline.ApplyAsync(update, CancellationToken.None);
        metrics.Applied(ChainId, update, applied);
        if (update is ChainUpdate.BlocksReverted reverted)
        {
            _safe = null;
            LogReorg(ChainId, reverted.Blocks.Count, reverted.Blocks[^1].Number, applied.Voided);
        }

        if (applied.Credited + applied.Settled + applied.Refused + applied.Strangers > 0)
        {
            LogTips(ChainId, applied.Cursor.Head?.Number, applied.Credited, applied.Settled, applied.Refused, applied.Strangers);
        }

        _cursor = applied.Cursor;
        status.Report(ChainId, old => old with { Cursor = applied.Cursor, LastAnswerAt = clock.GetUtcNow() });
    }

    [LoggerMessage(1009, LogLevel.Information, "Chain {ChainId}: {Count} payments were booked as their payers or the operator decided.")]
    private partial void LogDecided(ulong chainId, int count);

    [LoggerMessage(1010, LogLevel.Warning, "Chain {ChainId}: what was decided about the transfer at {Transfer} cannot be booked: it is one of no token that is configured now. Allow the token again, and start the gateway again.")]
    private partial void LogUnbookable(ulong chainId, LogPosition transfer);

    [LoggerMessage(1001, LogLevel.Information, "Following chain {ChainId} ({Name}) at {Endpoint} from block {Block}; a block is final by {Rule}.")]
    private partial void LogFollowing(ulong chainId, string name, string endpoint, BlockNumber block, FinalityRule rule);

    [LoggerMessage(1008, LogLevel.Warning, "Chain {ChainId} is new in this database: it is read from block {StartBlock} on.")]
    private partial void LogNewChain(ulong chainId, BlockNumber startBlock);

    [LoggerMessage(1005, LogLevel.Warning, "Chain {ChainId}: StartBlock is {Configured}, but this database began at block {Kept} and goes on from where it is. Use a fresh database to begin elsewhere.")]
    private partial void LogOtherStart(ulong chainId, BlockNumber configured, BlockNumber kept);

    [LoggerMessage(1007, LogLevel.Warning, "Chain {ChainId}: the newest block, {Block}, is of {Time}. Either the chain stands still, or {Endpoint} does; compare with another node.")]
    private partial void LogStale(ulong chainId, BlockNumber block, DateTimeOffset time, string endpoint);

    [LoggerMessage(1002, LogLevel.Error, "Chain {ChainId} cannot be followed at {Endpoint} for now: {Fault} It is tried again until it answers; check ChainTips:Chains:{ChainId}:Endpoint.")]
    private partial void LogNodeFault(ulong chainId, string endpoint, string fault);

    [LoggerMessage(1006, LogLevel.Error, "Chain {ChainId}: the database does not answer: {Fault} The change is read from the chain again.")]
    private partial void LogDatabaseFault(ulong chainId, string fault);

    [LoggerMessage(1003, LogLevel.Warning, "Chain {ChainId}: {Count} blocks left the chain, from {First} on; {Voided} pending payments were voided.")]
    private partial void LogReorg(ulong chainId, int count, BlockNumber first, int voided);

    [LoggerMessage(1004, LogLevel.Information, "Chain {ChainId}, block {Block}: {Credited} payments credited, {Settled} settled, {Refused} refused (see /v1/inbox), {Strangers} of nobody here.")]
    private partial void LogTips(ulong chainId, BlockNumber? block, int credited, int settled, int refused, int strangers);
}
