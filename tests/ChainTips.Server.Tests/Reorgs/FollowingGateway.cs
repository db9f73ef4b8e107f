using System.Diagnostics.Metrics;
using ChainTips.Chain;
using ChainTips.Platforms;
using ChainTips.Posts;
using ChainTips.Server.Configuration;
using ChainTips.Server.Following;
using ChainTips.Server.Observability;
using ChainTips.Server.Tests.Running;
using ChainTips.Storage.Sqlite;
using ChainTips.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChainTips.Server.Tests.Reorgs;

/// <summary>
/// The part of the gateway that follows a chain, with its endpoint, its retries and its database, in this process. Its clock waits a tenth
/// of the time: 200 blocks are over before it has rested once from a fault.
/// </summary>
internal sealed class FollowingGateway : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly SqliteDatabase _database;
    private readonly ServiceProvider _services;
    private readonly FollowedChains _status;
    private readonly GatewayStop _stop;
    private readonly ChainWatcher _watcher;

    private FollowingGateway(TemporaryFolder folder, SqliteDatabase database, GatewayConfiguration configuration)
    {
        TimeProvider clock = new HastyClock();
        ConfiguredChain chain = configuration.Chains[0];
        EndpointPool pool = EndpointPools.Create(chain, clock);
        _folder = folder;
        _database = database;
        _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        _status = new FollowedChains(configuration.Chains, new Dictionary<ulong, EndpointPool> { [LocalChain.Id] = pool });
        _stop = new GatewayStop(new NobodyToStop(), configuration);
        GatewayMetrics metrics = new(_services.GetRequiredService<IMeterFactory>(), _status, clock);
        _watcher = new ChainWatcher(
            chain, pool, database, _status, metrics, _stop, new GatewaySigner(Given.Key), new WakeUp(), clock, NullLoggerFactory.Instance, NullLogger<ChainWatcher>.Instance);
    }

    /// <summary>Why it follows no further; null while it does.</summary>
    public Exception? StopReason => _stop.Reason;

    /// <summary>How the following stands, for whoever looks why it does not come on.</summary>
    public string Describe() => $"{_status.StatusOf(LocalChain.Id).Fault ?? "no fault"}, stopped by {_stop.Reason?.Message ?? "nothing"}";

    /// <summary>Makes a database with the posts of a scene, and follows from its start block on.</summary>
    public static async Task<FollowingGateway> StartAsync(string endpoint, ReorgScene scene, int confirmations)
    {
        TemporaryFolder folder = new();
        SqliteDatabase database = SqliteDatabase.Open(folder.Database, TimeProvider.System).Database;
        GatewayConfiguration configuration = GatewayConfiguration.Read(
            new ConfigurationBuilder().AddInMemoryCollection(scene.Configure(endpoint, confirmations)).Build());
        await AddPostsAsync(database);
        FollowingGateway gateway = new(folder, database, configuration);
        await gateway._watcher.StartAsync(CancellationToken.None);
        return gateway;
    }

    /// <summary>What its rows say.</summary>
    public Books ReadBooks() => Books.Read(_folder.Database);

    /// <summary>What the product itself finds wrong in its books.</summary>
    public async Task<IReadOnlyList<string>> AuditAsync()
    {
        LedgerAudit audit = new(_database, _status.All[0].Settings);
        List<string> faults = [];
        await foreach (string fault in audit.FindFaultsAsync(CancellationToken.None))
        {
            faults.Add(fault);
        }

        return faults;
    }

    public async ValueTask DisposeAsync()
    {
        await _watcher.StopAsync(CancellationToken.None);
        _watcher.Dispose();
        await _services.DisposeAsync();
        _database.Dispose();
        _folder.Dispose();
    }

    /// <summary>The creators and posts that tips are for.</summary>
    private static async Task AddPostsAsync(SqliteDatabase database)
    {
        await using IGatewayTransaction books = await database.BeginAsync(CancellationToken.None);
        Platform platform = await books.Platforms.ReadLocalAsync(CancellationToken.None);
        foreach (string name in ReorgScene.KnownPosts)
        {
            Creator creator = ReorgScene.CreatorOf(platform.Id, name);
            await books.Posts.AddCreatorAsync(creator, CancellationToken.None);
            await books.Posts.AddPostAsync(Given.Post(creator), CancellationToken.None);
        }

        await books.CommitAsync(CancellationToken.None);
    }

    /// <summary>The real time, but whoever waits is woken after a tenth of it.</summary>
    private sealed class HastyClock : TimeProvider
    {
        private const int Haste = 10;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            new HastyTimer(System.CreateTimer(callback, state, Shorten(dueTime), Shorten(period)));

        private static TimeSpan Shorten(TimeSpan time) => time == Timeout.InfiniteTimeSpan ? time : time / Haste;

        private sealed class HastyTimer(ITimer timer) : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(Shorten(dueTime), Shorten(period));

            public void Dispose() => timer.Dispose();

            public ValueTask DisposeAsync() => timer.DisposeAsync();
        }
    }

    private sealed class NobodyToStop : IHostApplicationLifetime
    {
        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => CancellationToken.None;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication()
        {
            // The reason is kept, and the test asks for it.
        }
    }
}
