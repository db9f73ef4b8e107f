using ChainTips.Ethereum.Primitives;
using ChainTips.Relaying;
using ChainTips.Testing;

namespace ChainTips.Storage.Tests.Relaying;

/// <summary>F36–F44, X7: what a relay goes through, on a chain that does as it likes.</summary>
[TestFixture(Engine.Sqlite)]
[TestFixture(Engine.Postgres)]
[CancelAfter(300_000)]
internal sealed class RelayerTests(Engine engine)
{
    private static readonly UInt128 Five = 5_000_000;

    private RelayStage _stage = null!;

    [SetUp]
    public async Task StartAsync() => _stage = await RelayStage.StartAsync(engine);

    [TearDown]
    public void Stop() => _stage?.Dispose();

    [Test]
    public async Task A_relay_is_sent_mined_settled_and_credited_once()
    {
        Relay relay = await _stage.RelayAsync("coffee", Five);

        RelayReport report = await _stage.StepAsync();
        Assert.That(report.Sent, Is.EqualTo(1));
        Assert.That(report.Faults, Is.Empty);
        Assert.That(await _stage.StatusOfAsync(relay), Is.EqualTo(RelayStatus.Sent));

        await _stage.MineAsync();
        await _stage.StepAsync();
        Assert.That(await _stage.StatusOfAsync(relay), Is.EqualTo(RelayStatus.Mined));

        await _stage.SettleAsync();
        Relay settled = await _stage.ReadAsync(relay);
        Assert.That(settled.Status, Is.EqualTo(RelayStatus.Settled));
        Assert.That(settled.TransactionHash, Is.EqualTo(_stage.Network.Given.Single()));
        Assert.That(settled.Gas, Is.EqualTo(86_000));
        Assert.That(await _stage.Gateway.BalanceAsync(Sample.Payee), Is.EqualTo((UInt128.Zero, Five)));
        Assert.That(await _stage.OpenAsync(), Is.Empty);
    }

    [Test]
    public async Task Several_relays_get_nonces_without_a_gap_in_the_order_in_which_they_came()
    {
        Relay[] relays = [.. await Task.WhenAll(Enumerable.Range(0, 5).Select(i => _stage.RelayAsync($"coffee {i}", Five + (UInt128)i)))];

        await _stage.StepAsync();
        IReadOnlyList<RelayTransaction> open = await _stage.OpenAsync();
        await _stage.SettleAsync();

        Assert.That(open.Select(transaction => transaction.Nonce), Is.EqualTo(new ulong[] { 0, 1, 2, 3, 4 }));
        Assert.That(_stage.Network.Dollar.Payments, Has.Count.EqualTo(5));
        foreach (Relay relay in relays)
        {
            Assert.That(await _stage.StatusOfAsync(relay), Is.EqualTo(RelayStatus.Settled));
        }
    }

    [Test]
    public async Task F43_what_was_sent_without_an_answer_is_sent_again_with_the_same_bytes()
    {
        Relay relay = await _stage.RelayAsync("coffee", Five);
        _stage.Network.Fault = question => question == "sent" ? new TimeoutException("no answer") : null;
        await _stage.StepAsync();
        Assert.That(await _stage.StatusOfAsync(relay), Is.EqualTo(RelayStatus.Sent));

        _stage.Network.Fault = _ => null;
        _stage.Gateway.Clock.Advance(_stage.Settings.ResendAfter);
        await _stage.StepAsync();
        await _stage.SettleAsync();

        Assert.That(_stage.Network.Given, Has.Count.EqualTo(2));
        Assert.That(_stage.Network.Given.Distinct().Count(), Is.EqualTo(1), "The same bytes, so the same hash.");
        Assert.That(await _stage.StatusOfAsync(relay), Is.EqualTo(RelayStatus.Settled));
    }

    [Test]
    public async Task F44_what_the_pool_lost_is_sent_again()
    {
        Relay relay = await _stage.RelayAsync("coffee", Five);
        await _stage.StepAsync();
        _stage.Network.DropPool();
        await _stage.MineAsync();

        _stage.Gateway.Clock.Advance(_stage.Settings.ResendAfter);
        await _stage.StepAsync();
        await _stage.SettleAsync();

        Assert.That(await _stage.StatusOfAsync(relay), Is.EqualTo(RelayStatus.Settled));
        Assert.That(_stage.Network.Dollar.Payments, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task F39_and_F40_a_base_fee_ten_times_higher_is_met_with_higher_fees_for_the_same_nonce()
    {
        Relay relay = await _stage.RelayAsync("coffee", Five);
        await _stage.StepAsync();
        _stage.Network.BaseFee *= 10;
        await _stage.MineAsync();
        Assert.That(_stage.Network.Dollar.Payments, Is.Empty);

        _stage.Gateway.Clock.Advance(_stage.Settings.RaiseAfter);
        await _stage.StepAsync();
        IReadOnlyList<RelayAttempt> attempts = (await _stage.OpenAsync()).Single().Attempts;
        await _stage.SettleAsync();

        Assert.That(attempts, Has.Count.EqualTo(2));
        Assert.That(attempts[1].Price.Replaces(attempts[0].Price), Is.True);
        Assert.That(await _stage.StatusOfAsync(relay), Is.EqualTo(RelayStatus.Settled));
        Assert.That((await _stage.ReadAsync(relay)).TransactionHash, Is.EqualTo(attempts[1].Hash));
        Assert.That(_stage.Network.Dollar.Payments, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Gas_above_the_cap_is_waited_for_and_told()
    {
        _stage.Network.BaseFee = 200_000_000_000;
        Relay relay = await _stage.RelayAsync("coffee", Five);
        RelayReport dear = await _stage.StepAsync();
        Assert.That(dear.Faults, Has.Some.Contains("Relayer:MaxFeePerGas"));
        Assert.That(await _stage.StatusOfAsync(relay), Is.EqualTo(RelayStatus.Accepted));

        _stage.Network.BaseFee = 1_000_000_000;
        await _stage.StepAsync();
        await _stage.SettleAsync();
        Assert.That(await _stage.StatusOfAsync(relay), Is.EqualTo(RelayStatus.Settled));
    }

    [Test]
    public async Task A_key_without_money_sends_nothing_says_so_and_loses_nothing()
    {
        _stage.Network.Coin = 1UL;
        Relay relay = await _stage.RelayAsync("coffee", Five);
        RelayReport poor = await _stage.StepAsync();
        Assert.That(poor.Faults, Has.Some.Contains(RelayStage.RelayerKey.Address.ToString()).And.Some.Contains("send native coin"));
        Assert.That(_stage.Network.Given, Is.Empty);

        _stage.Network.Coin = UInt256.Parse("1000000000000000000");
        await _stage.StepAsync();
        await _stage.SettleAsync();
        Assert.That(await _stage.StatusOfAsync(relay), Is.EqualTo(RelayStatus.Settled));
    }

    [Test]
    public async Task F41_the_fee_of_the_layer_below_counts_in_what_the_key_must_hold()
    {
        _stage.Network.Coin = 1_000_000_000_000_000UL;
        _stage.Network.DataFee = UInt256.Parse("2000000000000000");
        await _stage.RelayAsync("coffee", Five);

        RelayReport report = await _stage.StepAsync();

        Assert.That(report.Sent, Is.Zero);
        Assert.That(report.Faults, Has.Some.Contains("too little"));
    }

    [Test]
    public async Task A_paused_token_is_waited_for()
    {
        Relay relay = await _stage.RelayAsync("coffee", Five);
        _stage.Network.Dollar.IsPaused = true;
        await _stage.StepAsync();
        Relay waiting = await _stage.ReadAsync(relay);
        Assert.That(waiting.Status, Is.EqualTo(RelayStatus.Accepted));
        Assert.That(waiting.Reason, Does.Contain("Pausable: paused"));
        Assert.That(_stage.Network.Given, Is.Empty);

        _stage.Network.Dollar.IsPaused = false;
        _stage.Gateway.Clock.Advance(_stage.Settings.LookAgainAfter);
        await _stage.StepAsync();
        await _stage.SettleAsync();
        Assert.That(await _stage.StatusOfAsync(relay), Is.EqualTo(RelayStatus.Settled));
    }

    [Test]
    public async Task What_is_not_paid_when_its_time_is_over_has_expired()
    {
        SignedAuthorization authorization = await _stage.SignAsync("coffee", Five, isRich: false, expiresAt: _stage.Gateway.Clock.GetUtcNow().AddSeconds(30));
        Relay relay = await _stage.ClaimAsync(authorization, "coffee");
        await _stage.StepAsync();
        Assert.That((await _stage.ReadAsync(relay)).Reason, Does.Contain("holds 0 base units"));

        for (int i = 0; i < 20; i++)
        {
            await _stage.MineAsync();
        }

        await _stage.StepAsync();
        Assert.That(await _stage.StatusOfAsync(relay), Is.EqualTo(RelayStatus.Expired));
        Assert.That(_stage.Network.GasSpent, Is.Zero);
    }
}
