using System.Data.Common;
using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.Ledger;
using ChainTips.PaymentRequests;
using ChainTips.Platforms;
using ChainTips.Posts;
using ChainTips.Receipts;
using ChainTips.Storage.Sql;
using ChainTips.Testing;
using ChainTips.Tips;
using Dapper;

namespace ChainTips.Storage.Tests;

/// <summary>A gateway without its server: a real database, the pipeline, and a fake chain to follow.</summary>
/// <remarks>The installation's secret and the platform's id are set by the test, so that two gateways can be compared row by row.</remarks>
internal sealed class TestGateway : IDisposable
{
    private readonly TestDatabase _place;

    private TestGateway(TestDatabase place, ChainSettings settings)
    {
        Settings = settings;
        Source = Chain;
        _place = place;
        using (GatewayDatabase.Open(Location, Clock).Database)
        {
            using DbConnection raw = OpenRaw();
            raw.Execute("UPDATE installation SET id_key = @key", new { key = new byte[32] });
            raw.Execute("UPDATE platforms SET id = @id", new { id = BlobOf(Given.PlatformId.Bits) });
        }

        Database = GatewayDatabase.Open(Location, Clock).Database;
        Following = Database;
    }

    public ChainSettings Settings { get; private set; }

    public ChainLease Lease { get; private set; } = null!;

    public FakeChain Chain { get; } = new();

    /// <summary>What the chain is read through; without the calldata of direct payments unless the test says otherwise.</summary>
    public IChainSource Source { get; set; } = null!;

    public TestClock Clock { get; } = new();

    public Creator Ada { get; } = Given.Creator(Given.PlatformId);

    public Post First => Given.Post(Ada);

    public string Location => _place.Location;

    public IGatewayDatabase Database { get; private set; }

    /// <summary>The database that the pipeline writes to; a test may put something between.</summary>
    public IGatewayDatabase Following { get; set; }

    public int RangeSize { get; init; } = 3;

    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    /// <summary>A gateway with one creator and one post, that follows the chain from block 1 on.</summary>
    public static Task<TestGateway> StartAsync(Engine engine, FinalityRule? rule = null, int rangeSize = 3) =>
        StartAsync(TestDatabase.Create(engine), rule, rangeSize);

    /// <inheritdoc cref="StartAsync(Engine, FinalityRule?, int)"/>
    public static async Task<TestGateway> StartAsync(TestDatabase place, FinalityRule? rule = null, int rangeSize = 3)
    {
        ChainProfile profile = Sample.TaggedProfile with { Finality = rule ?? Sample.TaggedProfile.Finality };
        TestGateway gateway = new(place, Sample.Settings with { Profile = profile }) { RangeSize = rangeSize };
        await gateway.WriteAsync(async books =>
        {
            gateway.Lease = (await books.Leases.TryTakeAsync(Sample.ChainId, "test", TimeSpan.FromHours(1), null, Token))!;
            await books.Chains.AddAsync(Sample.ChainId, gateway.Chain.At(0).Header.Hash, gateway.Settings.StartBlock, null, Token);
            await books.Posts.AddCreatorAsync(gateway.Ada, Token);
            await books.Posts.AddPostAsync(gateway.First, Token);
        });
        return gateway;
    }

    /// <summary>Reads the chain from here on with what direct payments are matched by.</summary>
    public void ReadDirectPayments() => Source = new DirectPaymentSource(Chain, Database, Settings, new DirectPaymentsStart());

    public async Task<PaymentRequest> AskAsync(AskedAmount amount, string name = "coffee", DateTimeOffset? expiresAt = null)
    {
        PaymentRequest request = Given.Request(Ada, amount, name);
        request = request with { ExpiresAt = expiresAt ?? request.ExpiresAt };
        await WriteAsync(books => books.PaymentRequests.AddAsync(request, Token));
        return request;
    }

    /// <summary>Looks once at the chain and applies what it finds; the cursor is read from the database, as after a restart.</summary>
    /// <returns>The change; null when there is none.</returns>
    public async Task<ChainUpdate?> StepAsync()
    {
        FollowedChain followed = await ReadAsync(async books => (await books.Chains.FindAsync(Sample.ChainId, Token))!);
        ChainFollower follower = new(Source, Settings.Profile.Finality, RangeSize);
        FollowStep step = await follower.NextAsync(followed.Cursor, Token);

        // A test that says nothing of safe blocks counts the commits of changes alone.
        bool isSafeTold = Chain.Safe is not null && step.Update is not ChainUpdate.BlocksReverted;
        if (isSafeTold && followed.Cursor.FindSafe(step.Heads) is BlockRef safe)
        {
            await PipelineOf(Following).MarkSafeAsync(safe, Token);
        }

        if (step.Update is not null)
        {
            await ApplyAsync(step.Update);
        }

        return step.Update;
    }

    public Task<AppliedUpdate> ApplyAsync(ChainUpdate update) => PipelineOf(Following).ApplyAsync(update, Token);

    /// <summary>Begins as with other settings: what came later is read first, as a gateway does before it follows.</summary>
    /// <returns>Whether nothing is missing.</returns>
    public async Task<bool> ConfigureAsync(ChainSettings settings)
    {
        Settings = settings;
        LaterHistory history = new(Following, settings, Lease, Clock);
        await history.RegisterAsync(Token);
        Backfill backfill = new(Chain, new BackfillLimits { LargestRange = RangeSize, InFlight = 2 });
        return await history.FillAsync(Chain, backfill, (_, _) => { }, Token);
    }

    public async Task CatchUpAsync()
    {
        while (await StepAsync() is not null)
        {
            Token.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Mines the blocks that make everything final, and catches up.</summary>
    public async Task FinalizeAsync()
    {
        Chain.Finalized = Chain.Head.Number;
        await CatchUpAsync();
    }

    /// <summary>Closes the database and opens it again, as a restart does.</summary>
    public void Restart()
    {
        Database.Dispose();
        Database = GatewayDatabase.Open(Location, Clock).Database;
        Following = Database;
    }

    public async Task<T> ReadAsync<T>(Func<IGatewayTransaction, Task<T>> read)
    {
        await using IGatewayTransaction books = await Database.BeginReadAsync(Token);
        return await read(books);
    }

    public async Task WriteAsync(Func<IGatewayTransaction, Task> write)
    {
        await using IGatewayTransaction books = await Database.BeginAsync(Token);
        await write(books);
        await books.CommitAsync(Token);
    }

    public async Task<IReadOnlyList<BookedPayment>> PaymentsAsync() => (await ReadAsync(books => books.Ledger.ListPaymentsAsync(
        new PaymentFilter(Given.PlatformId, null, null, null), new PageRequest<Payment>(100, null), Token))).Items;

    public Task<TrialBalance> TrialBalanceAsync() => ReadAsync(books => books.Ledger.ReadTrialBalanceAsync(Given.PlatformId, Token));

    public Task<IReadOnlyList<RefusedTip>> InboxAsync() => ReadAsync(books => books.Inbox.ListAsync(Given.PlatformId, 100, Token));

    public Task<PaymentRequestState> StateOfAsync(PaymentRequest request) => StateOfAsync(request, FinalityByAmount.AlwaysFinal);

    public async Task<PaymentRequestState> StateOfAsync(PaymentRequest request, FinalityByAmount finality) =>
        (await ReadAsync(books => books.PaymentRequests.FindAsync(request.Id, Token)))!.StateBy(finality);

    public async Task<ChainCursor> CursorAsync() => (await ReadAsync(books => books.Chains.FindAsync(Sample.ChainId, Token)))!.Cursor;

    public async Task<Receipt?> ReceiptOfAsync(Id<Payment> payment) => await ReadAsync(
        async books => await books.Receipts.FindIdAsync(payment, Token) is Id<Receipt> id ? await books.Receipts.FindAsync(id, Token) : null);

    /// <summary>Writes the receipts that are due, and says how many.</summary>
    public Task<int> WriteReceiptsAsync() =>
        new ReceiptIssuer(Database, Chain, Sample.ChainId, Given.Key, Clock).WriteDueAsync(Token);

    /// <summary>What the payee's account holds in USDC: pending and settled.</summary>
    public async Task<(UInt128 Pending, UInt128 Settled)> BalanceAsync(Address payee)
    {
        AccountBalance? account = (await TrialBalanceAsync()).Accounts.SingleOrDefault(
            balance => balance.Account is { Kind: AccountKind.Payee } own && own.Holder == payee && own.Token == Sample.Usdc);
        return account is null ? (0, 0) : (account.PendingCredits.BaseUnits, account.SettledCredits.BaseUnits);
    }

    /// <summary>A second platform, which the gateway has no way yet to make.</summary>
    public Id<Platform> AddPlatform(string name)
    {
        Id<Platform> id = Given.IdOf<Platform>(name);
        using DbConnection raw = OpenRaw();
        raw.Execute("INSERT INTO platforms (id, name) VALUES (@id, @name)", new { id = BlobOf(id.Bits), name });
        return id;
    }

    /// <summary>A connection beside the gateway's own, for what only the database itself can say.</summary>
    public DbConnection OpenRaw() => _place.OpenRaw();

    /// <inheritdoc cref="TestDatabase.Translate"/>
    public string Translate(string sql) => _place.Translate(sql);

    /// <inheritdoc cref="TestDatabase.IsRefusal"/>
    public bool IsRefusal(DbException error, string reason) => _place.IsRefusal(error, reason);

    /// <inheritdoc cref="TestDatabase.LiftRules"/>
    public void LiftRules(DbConnection raw, params string[] tables) => _place.LiftRules(raw, tables);

    public long Count(string table)
    {
        using DbConnection raw = OpenRaw();
        return raw.ExecuteScalar<long>($"SELECT count(*) FROM {table}");
    }

    /// <inheritdoc cref="TestDatabase.Dump()"/>
    public string Dump() => _place.Dump();

    public void Dispose()
    {
        Database.Dispose();
        _place.Dispose();
    }

    private TipPipeline PipelineOf(IGatewayDatabase database) => new(database, Settings, Lease, Clock);

    private static byte[] BlobOf(UInt128 bits) => Blob.Of(bits);
}
