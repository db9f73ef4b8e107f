using ChainTips.Ethereum.Crypto;
using ChainTips.Ethereum.Transactions;
using ChainTips.PaymentRequests;
using ChainTips.Relaying;
using ChainTips.Testing;
using ChainTips.Testing.Relaying;

namespace ChainTips.Storage.Tests.Relaying;

/// <summary>A gateway with a relayer's key, a network that takes transactions, and payers who sign.</summary>
internal sealed class RelayStage : IDisposable
{
    public static readonly PrivateKey RelayerKey = Given.Key;

    private static readonly RelayBudget Plenty = new(1_000_000, 1_000_000_000_000);

    private RelayStage(TestGateway gateway)
    {
        Gateway = gateway;
        Network = new FakeNetwork(gateway.Chain, Sample.AllowedUsdc);
        Database = gateway.Database;
        Relayer = new Relayer(Desk);
    }

    public TestGateway Gateway { get; }

    public FakeNetwork Network { get; }

    public RelaySettings Settings { get; set; } = new(new FeeRule(100_000_000_000, 1_000_000), 150_000, Plenty, Plenty);

    /// <summary>The database that the relayer writes to; a test may put something between.</summary>
    public IGatewayDatabase Database { get; set; }

    public Relayer Relayer { get; private set; }

    public RelayDesk Desk => new(Database, Gateway.Chain, Network, RelayerKey, Gateway.Settings, Settings, Gateway.Clock);

    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    public static async Task<RelayStage> StartAsync(Engine engine)
    {
        TestGateway gateway = await TestGateway.StartAsync(engine);
        gateway.ReadDirectPayments();

        // The chain's own time: its blocks are two seconds apart, and the clock goes with them.
        gateway.Clock.Advance(TimeSpan.FromDays(-1));
        RelayStage stage = new(gateway);
        await stage.MineAsync();
        return stage;
    }

    public static PrivateKey KeyOf(string payer) => PrivateKey.FromBytes(Sample.HashOf("key of " + payer).ToArray());

    /// <summary>A new process: nothing is remembered but what is in the database.</summary>
    public void Restart() => Relayer = new Relayer(Desk);

    /// <summary>A payer with money signs what pays a request of its own.</summary>
    public async Task<SignedAuthorization> SignAsync(string name, UInt128 amount, string payer = "pat", bool isRich = true, DateTimeOffset? expiresAt = null)
    {
        PaymentRequest request = await Gateway.AskAsync(new AskedAmount.Fixed(amount, 0), name, expiresAt ?? Gateway.Clock.GetUtcNow().AddHours(1));
        PaymentTerms terms = Given.Terms(request, amount);
        await Gateway.WriteAsync(books => books.PaymentRequests.AddTermsAsync(new IssuedTerms(terms, request), Gateway.Clock.GetUtcNow(), Token));
        PrivateKey key = KeyOf(payer);
        if (isRich)
        {
            Network.Give(key.Address, amount);
        }

        byte[] signature = key.Sign(SignedAuthorization.DigestOf(terms, Sample.AllowedUsdc, key.Address, terms.Hash())).ToArray();
        return new SignedAuthorization(terms, key.Address, signature);
    }

    /// <summary>Claims an authorization as the API does.</summary>
    public async Task<Relay> ClaimAsync(SignedAuthorization authorization, string name)
    {
        Relay relay = RelayOf(authorization, name);
        await Gateway.WriteAsync(books => books.Relays.TryAddAsync(relay, Token));
        return relay;
    }

    public async Task<Relay> RelayAsync(string name, UInt128 amount, string payer = "pat") =>
        await ClaimAsync(await SignAsync(name, amount, payer), name);

    public Relay RelayOf(SignedAuthorization authorization, string name) => new(
        Given.IdOf<Relay>(name), Given.PlatformId, Given.IdOf<PaymentRequest>(Gateway.Ada.Name + name), authorization, 86_000, Gateway.Clock.GetUtcNow());

    public Task<RelayReport> StepAsync() => Relayer.StepAsync(Gateway.Lease, Token);

    /// <summary>Mines a block, and lets the gateway follow.</summary>
    public async Task MineAsync()
    {
        Network.Mine();
        Gateway.Clock.Advance(TimeSpan.FromSeconds(2));
        await Gateway.CatchUpAsync();
    }

    /// <summary>Mines what is there, makes it final, and lets the relayer see it.</summary>
    public async Task SettleAsync()
    {
        await MineAsync();
        await Gateway.FinalizeAsync();
        await StepAsync();
    }

    public async Task<Relay> ReadAsync(Relay relay) => (await Gateway.ReadAsync(books => books.Relays.FindAsync(relay.Id, Token)))!;

    public async Task<RelayStatus> StatusOfAsync(Relay relay) => (await ReadAsync(relay)).Status;

    public Task<IReadOnlyList<RelayTransaction>> OpenAsync() =>
        Gateway.ReadAsync(books => books.Relays.ListOpenAsync(Sample.ChainId, RelayerKey.Address, Token));

    /// <summary>Sends an authorization as an observer who saw it does, from a key of his own.</summary>
    public void Observe(SignedAuthorization authorization, string observer = "observer") => SendByHand(KeyOf(observer), RelayCall.Of(authorization));

    /// <summary>Sends a call as the first transaction of a key, with a wallet and not through the gateway.</summary>
    public void SendByHand(PrivateKey key, RelayCall call) => Network.Take(new FeeMarketTransaction
    {
        ChainId = Sample.ChainId,
        Nonce = 0,
        To = call.To,
        Data = call.Data,
        GasLimit = 150_000UL,
        MaxFeePerGas = Network.BaseFee * 2,
        MaxPriorityFeePerGas = 1_000_000UL,
    }.Sign(key).Encode());

    public void Dispose() => Gateway.Dispose();
}
