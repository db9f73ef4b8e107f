using ChainTips.Relaying;
using ChainTips.Testing;

namespace ChainTips.Storage.Tests.Relaying;

/// <summary>X3, X7, F37: somebody else brings the payment, cancels it, uses the key, or takes the block away.</summary>
[TestFixture(Engine.Sqlite)]
[TestFixture(Engine.Postgres)]
[CancelAfter(300_000)]
internal sealed class RelayRivalTests(Engine engine)
{
    private static readonly UInt128 Five = 5_000_000;

    private RelayStage _stage = null!;

    [SetUp]
    public async Task StartAsync() => _stage = await RelayStage.StartAsync(engine);

    [TearDown]
    public void Stop() => _stage?.Dispose();

    [Test]
    public async Task X7_a_payment_that_an_observer_settled_before_it_was_sent_is_paid_and_costs_nothing()
    {
        Relay relay = await _stage.RelayAsync("coffee", Five);
        _stage.Observe(relay.Authorization);
        await _stage.MineAsync();

        await _stage.StepAsync();
        Relay mined = await _stage.ReadAsync(relay);
        Assert.That(mined.Status, Is.EqualTo(RelayStatus.Mined));
        Assert.That(mined.IsPaidByOther, Is.True);

        await _stage.SettleAsync();
        Assert.That(await _stage.StatusOfAsync(relay), Is.EqualTo(RelayStatus.Settled));
        Assert.That(await _stage.OpenAsync(), Is.Empty);
        Assert.That(await _stage.Gateway.BalanceAsync(Sample.Payee), Is.EqualTo((UInt128.Zero, Five)));
    }

    [Test]
    public async Task X7_a_payment_that_an_observer_settled_in_front_of_our_transaction_is_paid_once()
    {
        Relay relay = await _stage.RelayAsync("coffee", Five);
        await _stage.StepAsync();
        _stage.Network.DropPool();
        _stage.Observe(relay.Authorization);
        await _stage.MineAsync();
        _stage.Gateway.Clock.Advance(_stage.Settings.ResendAfter);
        await _stage.StepAsync();
        await _stage.MineAsync();

        await _stage.StepAsync();
        Assert.That(await _stage.StatusOfAsync(relay), Is.EqualTo(RelayStatus.Mined), "Ours failed, and the payer has paid all the same.");

        await _stage.SettleAsync();
        Relay settled = await _stage.ReadAsync(relay);
        Assert.That(settled.Status, Is.EqualTo(RelayStatus.Settled));
        Assert.That(settled.IsPaidByOther, Is.True);
        Assert.That(_stage.Network.Dollar.Payments, Has.Count.EqualTo(1));
        Assert.That(await _stage.OpenAsync(), Is.Empty);
    }

    [Test]
    public async Task X3_an_authorization_that_was_cancelled_fails_when_the_final_blocks_hold_no_payment()
    {
        Relay relay = await _stage.RelayAsync("coffee", Five);
        _stage.Network.Dollar.Cancel(relay.Authorization.Payer, relay.Authorization.Nonce);
        await _stage.StepAsync();
        Relay looked = await _stage.ReadAsync(relay);
        Assert.That(looked.Status, Is.EqualTo(RelayStatus.Accepted), "It may still be a payment that the follower has not seen.");
        Assert.That(looked.UsedAt, Is.Not.Null);

        await _stage.MineAsync();
        await _stage.Gateway.FinalizeAsync();
        _stage.Gateway.Clock.Advance(_stage.Settings.LookAgainAfter);
        await _stage.StepAsync();

        Assert.That(await _stage.StatusOfAsync(relay), Is.EqualTo(RelayStatus.Failed));
        Assert.That(_stage.Network.Given, Is.Empty);
    }

    [Test]
    public async Task F37_a_nonce_that_somebody_else_used_is_given_up_and_the_payment_is_sent_with_another()
    {
        Relay relay = await _stage.RelayAsync("coffee", Five);
        await _stage.StepAsync();
        _stage.Network.DropPool();

        // The operator used the key by hand.
        _stage.SendByHand(RelayStage.RelayerKey, new RelayCall(Sample.Stranger, new byte[] { 1 }));
        await _stage.MineAsync();
        await _stage.Gateway.FinalizeAsync();
        for (int i = 0; i < 6; i++)
        {
            _stage.Gateway.Clock.Advance(_stage.Settings.ResendAfter);
            await _stage.StepAsync();
        }

        await _stage.SettleAsync();
        Assert.That(await _stage.StatusOfAsync(relay), Is.EqualTo(RelayStatus.Settled));
        Assert.That(_stage.Network.Dollar.Payments, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_reorg_takes_the_payment_back_and_the_same_bytes_bring_it_again()
    {
        Relay relay = await _stage.RelayAsync("coffee", Five);
        await _stage.StepAsync();
        await _stage.MineAsync();
        await _stage.StepAsync();
        Assert.That(await _stage.StatusOfAsync(relay), Is.EqualTo(RelayStatus.Mined));

        _stage.Network.Reorg(1, keeps: false);
        await _stage.MineAsync();
        await _stage.StepAsync();
        Assert.That(await _stage.StatusOfAsync(relay), Is.EqualTo(RelayStatus.Sent));

        _stage.Gateway.Clock.Advance(_stage.Settings.ResendAfter);
        await _stage.StepAsync();
        await _stage.SettleAsync();
        Assert.That(await _stage.StatusOfAsync(relay), Is.EqualTo(RelayStatus.Settled));
        Assert.That(_stage.Network.Given.Distinct().Count(), Is.EqualTo(1));
        Assert.That(await _stage.Gateway.BalanceAsync(Sample.Payee), Is.EqualTo((UInt128.Zero, Five)));
    }

    [Test]
    public async Task A_reorg_of_an_observers_payment_lets_us_send_it()
    {
        Relay relay = await _stage.RelayAsync("coffee", Five);
        _stage.Observe(relay.Authorization);
        await _stage.MineAsync();
        await _stage.StepAsync();
        _stage.Network.Reorg(1, keeps: false);
        await _stage.MineAsync();

        await _stage.StepAsync();
        await _stage.SettleAsync();

        Relay settled = await _stage.ReadAsync(relay);
        Assert.That(settled.Status, Is.EqualTo(RelayStatus.Settled));
        Assert.That(settled.IsPaidByOther, Is.False);
    }

    [Test]
    public async Task What_expired_inside_a_transaction_that_is_stuck_gives_its_nonce_to_a_filler()
    {
        SignedAuthorization authorization = await _stage.SignAsync("coffee", Five, expiresAt: _stage.Gateway.Clock.GetUtcNow().AddSeconds(60));
        Relay relay = await _stage.ClaimAsync(authorization, "coffee");
        await _stage.StepAsync();
        _stage.Network.DropPool();
        for (int i = 0; i < 31; i++)
        {
            await _stage.MineAsync();
        }

        await _stage.StepAsync();
        Assert.That((await _stage.OpenAsync()).Single().Last.IsFiller, Is.True);
        await _stage.SettleAsync();
        await _stage.StepAsync();

        Assert.That(await _stage.StatusOfAsync(relay), Is.EqualTo(RelayStatus.Expired));
        Assert.That(_stage.Network.GasSpent, Is.EqualTo(RelaySettings.FillerGas));
        Assert.That(await _stage.OpenAsync(), Is.Empty);
    }
}
