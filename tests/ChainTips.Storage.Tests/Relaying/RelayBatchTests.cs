using ChainTips.Relaying;
using ChainTips.Testing;

namespace ChainTips.Storage.Tests.Relaying;

/// <summary>Several authorizations in one transaction of the tipping contract, each failing alone.</summary>
[TestFixture(Engine.Sqlite)]
[TestFixture(Engine.Postgres)]
[CancelAfter(300_000)]
internal sealed class RelayBatchTests(Engine engine)
{
    private static readonly UInt128 Five = 5_000_000;

    private RelayStage _stage = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _stage = await RelayStage.StartAsync(engine);
        _stage.Settings = _stage.Settings with { MostTogether = 50 };
        _stage.Restart();
    }

    [TearDown]
    public void Stop() => _stage?.Dispose();

    [Test]
    public async Task Many_go_into_one_transaction_and_each_is_settled_and_credited()
    {
        List<Relay> relays = await RelayAsync(20);

        RelayReport report = await _stage.StepAsync();
        await _stage.SettleAsync();

        Assert.That(report.Sent, Is.EqualTo(1));
        Assert.That(_stage.Network.Given, Has.Count.EqualTo(1));
        foreach (Relay relay in relays)
        {
            Assert.That(await _stage.StatusOfAsync(relay), Is.EqualTo(RelayStatus.Settled));
        }

        Assert.That((await _stage.ReadAsync(relays[0])).Gas, Is.EqualTo(86_000 / 20), "Each bears its part of the gas.");
        Assert.That(await _stage.Gateway.BalanceAsync(Sample.Payee), Is.EqualTo((UInt128.Zero, Five * 20)));
        Assert.That(await _stage.Gateway.PaymentsAsync(), Has.Count.EqualTo(20));
    }

    [Test]
    public async Task One_that_cannot_be_paid_any_more_fails_alone_and_is_found_out()
    {
        List<Relay> relays = await RelayAsync(5);
        await _stage.StepAsync();

        // Between sending and mining: one payer cancels, an observer sends another's authorization first.
        _stage.Network.Dollar.Cancel(relays[1].Authorization.Payer, relays[1].Authorization.Nonce);
        _stage.Observe(relays[3].Authorization);
        await _stage.SettleAsync();
        for (int i = 0; i < 4; i++)
        {
            _stage.Gateway.Clock.Advance(_stage.Settings.LookAgainAfter);
            await _stage.StepAsync();
            await _stage.SettleAsync();
        }

        RelayStatus[] statuses = [.. await Task.WhenAll(relays.Select(_stage.StatusOfAsync))];
        Assert.That(statuses[1], Is.EqualTo(RelayStatus.Failed));
        Assert.That(statuses.Where((_, i) => i != 1), Is.All.EqualTo(RelayStatus.Settled));
        Assert.That(await _stage.Gateway.BalanceAsync(Sample.Payee), Is.EqualTo((UInt128.Zero, Five * 4)));
        Assert.That(_stage.Network.Dollar.Payments, Has.Count.EqualTo(4).And.Unique);
    }

    [Test]
    public async Task One_alone_goes_to_the_token_itself()
    {
        Relay relay = (await RelayAsync(1))[0];
        await _stage.StepAsync();
        RelayTransaction sent = (await _stage.OpenAsync()).Single();
        await _stage.SettleAsync();

        Assert.That(
            Ethereum.Transactions.SignedTransaction.Decode(sent.Last.Raw.Span).Transaction.To, Is.EqualTo(Sample.Usdc.Address));
        Assert.That(await _stage.StatusOfAsync(relay), Is.EqualTo(RelayStatus.Settled));
    }

    private async Task<List<Relay>> RelayAsync(int count)
    {
        List<Relay> relays = [];
        for (int i = 0; i < count; i++)
        {
            relays.Add(await _stage.RelayAsync($"coffee {i}", Five, $"payer {i}"));
        }

        return relays;
    }
}
