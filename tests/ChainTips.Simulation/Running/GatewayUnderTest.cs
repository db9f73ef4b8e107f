using System.Globalization;
using ChainTips.Chain;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;
using ChainTips.Simulation.Mining;
using ChainTips.Simulation.Schedules;
using ChainTips.Storage.Sqlite;
using ChainTips.Tips;

namespace ChainTips.Simulation.Running;

/// <summary>
/// One process of the gateway: the product's own parts, put together as the server does it and driven as its watcher does. This is
/// the only class that knows how the product is wired.
/// </summary>
internal sealed class GatewayUnderTest : IDisposable
{
    /// <summary>Whether block hashes and receipts roots are recomputed, so that no lie about them is believed.</summary>
    public const bool RecomputesHashes = true;

    /// <summary>More confirmations than any run has blocks: without its tag nothing is final.</summary>
    private const int WithoutTags = 100_000;

    private readonly HttpClient _http;
    private readonly SqliteDatabase _file;
    private readonly IGatewayDatabase _database;
    private readonly ChainSettings _settings;
    private readonly EndpointPool _pool;
    private readonly Backfill _backfill;
    private readonly TipPipeline _pipeline;
    private readonly int _rangeSize;
    private ChainCursor? _cursor;

    /// <summary>Starts the process over a database file.</summary>
    public GatewayUnderTest(
        RunSetup setup, string path, HttpMessageHandler network, TimeProvider clock, GatewayVariant variant, Func<IGatewayDatabase, IGatewayDatabase> death)
    {
        // The product's own time limit goes by the simulated clock; the client's would go by the real one.
        _http = new HttpClient(network, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        _file = SqliteDatabase.Open(path, clock).Database;
        _database = death(variant.Database(_file));
        FinalityRule rule = setup.Confirmations is int count ? new FinalityRule.Confirmations(count) : new FinalityRule.Tags(WithoutTags);
        ChainProfile profile = new(
            SimulatedWorld.ChainId, "Simulated chain", rule, SimulatedChain.GenesisHash, setup.HasBlockReceipts, ReceiptsMatchHeader: true, SimulatedWorld.Tokens);
        _settings = new ChainSettings(
            profile, SimulatedWorld.Router, new BlockNumber((ulong)setup.StartBlock), SimulatedWorld.Tokens);
        _rangeSize = setup.RangeSize;
        _pool = new EndpointPool(
            [.. Enumerable.Range(0, setup.Endpoints).Select(index => CreateEndpoint(index, clock, variant))], _settings, new PoolTimes(), clock);
        _backfill = new Backfill(_pool, new BackfillLimits { LargestRange = setup.RangeSize });
        _pipeline = new TipPipeline(_database, _settings, SimulatedWorld.Lease, clock);
    }

    /// <summary>The database of this process.</summary>
    public IGatewayDatabase Database => _file;

    /// <summary>The address of an endpoint, counted from 0.</summary>
    public static Uri EndpointOf(int index) => new(string.Create(CultureInfo.InvariantCulture, $"http://node{index}.simulation"));

    /// <summary>Looks once at the chain and applies what is found.</summary>
    /// <param name="applied">Is called after each change but the last, where one look finds several.</param>
    /// <param name="cancellationToken">Ends the looking.</param>
    public async Task<StepOutcome> StepAsync(Action applied, CancellationToken cancellationToken)
    {
        try
        {
            ChainCursor cursor = _cursor ??= await ConnectAsync(cancellationToken);
            FollowStep step = await _pool.LookAsync(cursor, (source, token) => FollowerOf(source).LookAsync(cursor, token), cancellationToken);
            if (step is { Update: null, HistoryUntil: null })
            {
                return new StepOutcome.Idle();
            }

            await ApplyAsync(step, cursor, applied, cancellationToken);
            return new StepOutcome.Applied();
        }
        catch (EthereumRpcException error)
        {
            return new StepOutcome.Refused(error.Message);
        }
        catch (Exception error) when (error is ChainMismatchException or FinalBlockReplacedException)
        {
            return new StepOutcome.Stopped(error.Message);
        }
    }

    /// <summary>Ends the process; what was not committed is gone.</summary>
    public void Dispose()
    {
        _http.Dispose();
        _file.Dispose();
    }

    private ChainEndpoint CreateEndpoint(int index, TimeProvider clock, GatewayVariant variant)
    {
        Uri endpoint = EndpointOf(index);
        EthereumRpc rpc = new(new JsonRpcClient(_http, endpoint, null, clock));
        LogInterest interest = new(SimulatedWorld.Router, TipSent.Topic);
        return new ChainEndpoint(
            new EndpointHealth(SimulatedWorld.ChainId, endpoint.Host, clock),
            variant.Source(new RpcChainSource(rpc, _settings.Profile, interest, Verification.Proof)));
    }

    private ChainFollower FollowerOf(IChainSource source) => new(source, _settings.Profile.Finality, _rangeSize);

    private async Task ApplyAsync(FollowStep step, ChainCursor cursor, Action applied, CancellationToken cancellationToken)
    {
        if (step.Update is not null)
        {
            _cursor = (await _pipeline.ApplyAsync(step.Update, cancellationToken)).Cursor;
        }

        if (step.HistoryUntil is BlockNumber until)
        {
            await foreach (ChainUpdate.RangeFinalized range in _backfill.ReadAsync(cursor, until, cancellationToken))
            {
                _cursor = (await _pipeline.ApplyAsync(range, cancellationToken)).Cursor;
                applied();
            }
        }
    }

    private async Task<ChainCursor> ConnectAsync(CancellationToken cancellationToken)
    {
        FollowedChain? known = await ReadAsync(cancellationToken);
        ChainFacts facts = await _pool.ConnectAsync(known?.GenesisHash, cancellationToken);
        if (known is null)
        {
            BlockNumber? historyUntil = await FollowerOf(_pool).ReadFinalNumberAsync(cancellationToken);
            await using IGatewayTransaction transaction = await _database.BeginAsync(cancellationToken);
            await transaction.Chains.AddAsync(
                SimulatedWorld.ChainId, facts.GenesisHash, _settings.StartBlock, historyUntil, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            known = await ReadAsync(cancellationToken);
        }

        return known!.Cursor;
    }

    private async Task<FollowedChain?> ReadAsync(CancellationToken cancellationToken)
    {
        await using IGatewayTransaction transaction = await _database.BeginReadAsync(cancellationToken);
        return await transaction.Chains.FindAsync(SimulatedWorld.ChainId, cancellationToken);
    }
}
