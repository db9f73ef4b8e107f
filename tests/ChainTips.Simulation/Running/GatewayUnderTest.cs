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

    private static readonly Uri Endpoint = new("http://node.simulation");

    private readonly HttpClient _http;
    private readonly SqliteDatabase _file;
    private readonly IGatewayDatabase _database;
    private readonly ChainSettings _settings;
    private readonly IChainSource _source;
    private readonly TipPipeline _pipeline;
    private readonly ChainFollower _follower;
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
        EthereumRpc rpc = new(new JsonRpcClient(_http, Endpoint, null, clock));
        _source = variant.Source(new RpcChainSource(
            rpc, profile, new LogInterest(SimulatedWorld.Router, TipSent.Topic), Verification.Proof));
        _pipeline = new TipPipeline(_database, _settings, SimulatedWorld.Lease, clock);
        _follower = new ChainFollower(_source, rule, setup.RangeSize);
    }

    /// <summary>The database of this process.</summary>
    public IGatewayDatabase Database => _file;

    /// <summary>Looks once at the chain and applies what is found.</summary>
    public async Task<StepOutcome> StepAsync(CancellationToken cancellationToken)
    {
        try
        {
            _cursor ??= await ConnectAsync(cancellationToken);
            FollowStep step = await _follower.NextAsync(_cursor, cancellationToken);
            if (step.Update is null)
            {
                return new StepOutcome.Idle();
            }

            _cursor = (await _pipeline.ApplyAsync(step.Update, cancellationToken)).Cursor;
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

    private async Task<ChainCursor> ConnectAsync(CancellationToken cancellationToken)
    {
        FollowedChain? known = await ReadAsync(cancellationToken);
        ChainFacts facts = await ChainCheck.DemandMatchAsync(_source, _settings, known?.GenesisHash, cancellationToken);
        if (known is null)
        {
            BlockNumber? historyUntil = await _follower.ReadFinalNumberAsync(cancellationToken);
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
