using ChainTips.Ethereum.Primitives;
using ChainTips.Relaying;
using ChainTips.Storage.Tests.Pipeline;
using ChainTips.Testing;

namespace ChainTips.Storage.Tests.Relaying;

/// <summary>X5: the process dies before or after each of its commits, and before or after each time that a node is given something.</summary>
[TestFixture(Engine.Sqlite)]
[TestFixture(Engine.Postgres)]
[CancelAfter(300_000)]
internal sealed class RelayCrashTests(Engine engine)
{
    private static readonly UInt128 Five = 5_000_000;

    private RelayStage _stage = null!;

    [SetUp]
    public async Task StartAsync() => _stage = await RelayStage.StartAsync(engine);

    [TearDown]
    public void Stop() => _stage?.Dispose();

    [TestCase(1, false, Description = "before the nonce and the signed bytes are kept")]
    [TestCase(1, true, Description = "after they are kept, before a node has them")]
    [TestCase(2, false, Description = "after a node has them, before that is kept")]
    [TestCase(2, true, Description = "after that is kept")]
    [TestCase(3, false, Description = "before it is kept that it was mined")]
    [TestCase(3, true, Description = "after that is kept")]
    [TestCase(4, false, Description = "before it is kept that it is final")]
    [TestCase(4, true, Description = "after that is kept")]
    public async Task A_process_that_dies_at_a_commit_leaves_what_another_goes_on_with(int crashAt, bool isDone)
    {
        Relay relay = await _stage.RelayAsync("coffee", Five);
        _stage.Database = new CrashingDatabase(_stage.Gateway.Database, crashAt, isDone);
        _stage.Restart();

        Assert.That(await DiesAsync(), Is.True, "The process died where the test said.");
        await GoOnAsync();

        await AssertPaidOnceAsync(relay);
    }

    [TestCase("send")]
    [TestCase("sent")]
    public async Task A_process_that_dies_while_a_node_is_given_the_bytes_leaves_what_another_goes_on_with(string moment)
    {
        Relay relay = await _stage.RelayAsync("coffee", Five);
        _stage.Network.Fault = question => question == moment ? throw new CrashException() : null;
        await Assert.ThatAsync(_stage.StepAsync, Throws.TypeOf<CrashException>());
        Assert.That(await _stage.StatusOfAsync(relay), Is.EqualTo(RelayStatus.Queued));

        _stage.Network.Fault = _ => null;
        await GoOnAsync();

        await AssertPaidOnceAsync(relay);
        Assert.That(_stage.Network.Given.Distinct().Count(), Is.EqualTo(1), "The same bytes again.");
    }

    [Test]
    public async Task A_gateway_that_lost_its_lease_sends_nothing_new()
    {
        Relay relay = await _stage.RelayAsync("coffee", Five);
        Chain.ChainLease old = _stage.Gateway.Lease;

        await Assert.ThatAsync(
            () => _stage.Relayer.StepAsync(old with { Fence = old.Fence - 1 }, TestContext.CurrentContext.CancellationToken),
            Throws.TypeOf<Chain.LeaseLostException>());

        Assert.That(await _stage.StatusOfAsync(relay), Is.EqualTo(RelayStatus.Accepted));
        Assert.That(_stage.Network.Given, Is.Empty);
    }

    /// <summary>Relays and mines until the process dies or everything is settled.</summary>
    private async Task<bool> DiesAsync()
    {
        try
        {
            await _stage.StepAsync();
            await _stage.MineAsync();
            await _stage.StepAsync();
            await _stage.Gateway.FinalizeAsync();
            await _stage.StepAsync();
            return false;
        }
        catch (CrashException)
        {
            return true;
        }
    }

    private async Task GoOnAsync()
    {
        _stage.Database = _stage.Gateway.Database;
        _stage.Restart();
        for (int i = 0; i < 3; i++)
        {
            await _stage.StepAsync();
            await _stage.SettleAsync();
        }
    }

    private async Task AssertPaidOnceAsync(Relay relay)
    {
        Assert.That(await _stage.StatusOfAsync(relay), Is.EqualTo(RelayStatus.Settled));
        Assert.That(_stage.Network.Dollar.Payments, Is.EqualTo(new[] { (relay.Authorization.Payer, relay.Authorization.Nonce) }));
        Assert.That(await _stage.Gateway.BalanceAsync(Sample.Payee), Is.EqualTo((UInt128.Zero, Five)));
        Assert.That(await _stage.OpenAsync(), Is.Empty);
        Assert.That(await _stage.Network.ReadNonceAsync(RelayStage.RelayerKey.Address, (BlockNumber?)null, TestContext.CurrentContext.CancellationToken), Is.EqualTo(1));
    }
}
