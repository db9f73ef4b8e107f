using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;
using ChainTips.Relaying;
using ChainTips.Storage.Tests.Pipeline;
using ChainTips.Testing;

namespace ChainTips.Storage.Tests.Relaying;

/// <summary>
/// R30: many authorizations; three of ten questions fail, before or after they did what they do; the process is killed, pools forget,
/// gas costs ten times as much, blocks leave the chain, observers come first. Nothing is paid twice, and in the end no nonce is missing.
/// </summary>
[TestFixture(Engine.Sqlite)]
[TestFixture(Engine.Postgres)]
[CancelAfter(3_600_000)]
internal sealed class RelayChaosTests(Engine engine)
{
    /// <summary>One authorization costs about as much as ten cheap cases.</summary>
    private const int CostOfOne = 10;

    private const int PercentOfFaults = 30;
    private const int Kills = 25;

    /// <summary>Five minutes of blocks, which are two seconds apart.</summary>
    private const int BlocksAfterwards = 150;

    private static readonly UInt128 Calm = 1_000_000_000;

    private RelayStage _stage = null!;
    private SeededRandom _random = null!;
    private bool _isDoomed;
    private int _kills;
    private int _faults;

    [SetUp]
    public async Task StartAsync() => _stage = await RelayStage.StartAsync(engine);

    [TearDown]
    public void Stop() => _stage?.Dispose();

    [Test]
    public async Task Each_is_settled_once_and_no_nonce_is_missing()
    {
        int count = Trials.Count(CostOfOne);
        _random = new SeededRandom(Trials.Seed.Number);
        int blocks = (count / 6) + 40;
        List<Relay> relays = [];
        BeginTrouble();
        for (int block = 0; block < blocks; block++)
        {
            for (int i = 0; i < 8 && relays.Count < count; i++)
            {
                relays.Add(await AuthorizeAsync(relays.Count));
            }

            if (!_isDoomed && _kills * blocks < Kills * block)
            {
                Doom();
            }

            await LiveAsync();
            Assert.That(_stage.Network.Dollar.Payments, Is.Unique, "Nothing is ever paid twice.");
        }

        EndTrouble();
        for (int block = 0; block < BlocksAfterwards && await IsUnderWayAsync(); block++)
        {
            await StepAndMineAsync();
            await _stage.Gateway.FinalizeAsync();
        }

        await AssertAllPaidOnceAsync(relays);
        TestContext.Out.WriteLine($"{engine}: {count} authorizations, {_faults} faults, {_kills} kills, {_stage.Gateway.Chain.Blocks.Count} blocks, gas {_stage.Network.GasSpent}, {_stage.Network.Given.Distinct().Count()} transactions signed");
    }

    private async Task AssertAllPaidOnceAsync(List<Relay> relays)
    {
        foreach (Relay relay in relays)
        {
            Relay now = await _stage.ReadAsync(relay);
            Assert.That(now.Status, Is.EqualTo(RelayStatus.Settled), $"{relay.Id}: {now.Reason}");
        }

        Assert.That(_stage.Network.Dollar.Payments, Is.EquivalentTo(relays.Select(relay => (relay.Authorization.Payer, relay.Authorization.Nonce))));
        UInt128 sum = relays.Aggregate(UInt128.Zero, (all, relay) => all + relay.Authorization.Total);
        Assert.That(await _stage.Gateway.BalanceAsync(Sample.Payee), Is.EqualTo((UInt128.Zero, sum)), "Each is credited once.");
        Assert.That((await _stage.Gateway.TrialBalanceAsync()).Faults, Is.Empty);
        Assert.That(await _stage.OpenAsync(), Is.Empty);
        ulong? last = await _stage.Gateway.ReadAsync(books => books.Relays.FindLastNonceAsync(Sample.ChainId, RelayStage.RelayerKey.Address, default));
        Assert.That(await _stage.Network.ReadNonceAsync(RelayStage.RelayerKey.Address, null, default), Is.EqualTo(last + 1), "No nonce is missing.");
    }

    private async Task<Relay> AuthorizeAsync(int number)
    {
        DateTimeOffset expiry = _stage.Gateway.Clock.GetUtcNow().AddHours(12);
        SignedAuthorization signed = await _stage.SignAsync($"coffee {number}", (UInt128)(1_000 + number), $"payer {number % 50}", expiresAt: expiry);
        Relay relay = await _stage.ClaimAsync(signed, $"coffee {number}");
        if (_random.Percent(5))
        {
            _stage.Observe(signed, $"observer {number}");
        }

        return relay;
    }

    /// <summary>A block's time: some steps, which may die or fail, then what the chain does.</summary>
    private async Task LiveAsync()
    {
        for (int i = 0; i < 3; i++)
        {
            await TryStepAsync();
            _stage.Gateway.Clock.Advance(TimeSpan.FromSeconds(_random.Below(8)));
        }

        if (_random.Percent(4))
        {
            _stage.Network.DropPool();
        }

        // What was signed a moment ago pays too little now.
        if (_random.Percent(15))
        {
            _stage.Network.BaseFee = _stage.Network.BaseFee == Calm ? Calm * 10 : Calm;
        }

        await _stage.MineAsync();
        if (_random.Percent(6) && _stage.Gateway.Chain.Blocks.Count > 8)
        {
            int deepest = _stage.Gateway.Chain.Blocks.Count - 1 - (int)(_stage.Gateway.Chain.Finalized?.Value ?? 1);
            _stage.Network.Reorg(_random.Between(1, Math.Clamp(deepest, 1, 4)), keeps: _random.Percent(50));
            await _stage.MineAsync();
        }
        else if (_random.Percent(25))
        {
            BlockNumber final = new((ulong)Math.Max(0, _stage.Gateway.Chain.Blocks.Count - 1 - 5));
            _stage.Gateway.Chain.Finalized = _stage.Gateway.Chain.Finalized is BlockNumber before && before > final ? before : final;
            await _stage.Gateway.CatchUpAsync();
        }
    }

    private async Task StepAndMineAsync()
    {
        await _stage.StepAsync();
        await _stage.MineAsync();
    }

    private async Task TryStepAsync()
    {
        try
        {
            await _stage.StepAsync();
        }
        catch (EthereumRpcException)
        {
            _faults++;
        }
        catch (CrashException)
        {
            _kills++;
            _isDoomed = false;
            _stage.Database = _stage.Gateway.Database;
            _stage.Restart();
        }
    }

    /// <summary>The process will die at one of its next commits.</summary>
    private void Doom()
    {
        _isDoomed = true;
        _stage.Database = new CrashingDatabase(_stage.Gateway.Database, _random.Between(1, 2), _random.Percent(50));
        _stage.Restart();
    }

    private void BeginTrouble()
    {
        _stage.Network.Fault = _ =>
        {
            bool fails = _random.Percent(PercentOfFaults);
            _faults += fails ? 1 : 0;
            return fails ? new JsonRpcTransportException("The node did not answer.", null) : null;
        };
        _stage.Network.Forgets = () => _random.Percent(5);
        _stage.Network.HidesReceipt = () => _random.Percent(10);
        _stage.Network.Told = nonce => _random.Percent(20) ? nonce - (ulong)_random.Below((int)Math.Min(4, nonce + 1)) : nonce;
    }

    private void EndTrouble()
    {
        _stage.Network.Fault = _ => null;
        _stage.Network.Forgets = () => false;
        _stage.Network.HidesReceipt = () => false;
        _stage.Network.Told = nonce => nonce;
        _stage.Network.BaseFee = Calm;
        _stage.Database = _stage.Gateway.Database;
        _stage.Restart();
    }

    private async Task<bool> IsUnderWayAsync()
    {
        _stage.Gateway.Clock.Advance(_stage.Settings.ResendAfter);
        IReadOnlyDictionary<RelayStatus, long> waiting = await _stage.Gateway.ReadAsync(books => books.Relays.CountWaitingAsync(Sample.ChainId, default));
        return waiting.Count > 0 || (await _stage.OpenAsync()).Count > 0;
    }
}
