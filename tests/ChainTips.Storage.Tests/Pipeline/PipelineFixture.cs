using ChainTips.Testing;

namespace ChainTips.Storage.Tests.Pipeline;

/// <summary>What the tests of the pipeline begin with: a gateway of its own for each, and a tip for its post.</summary>
internal abstract class PipelineFixture(Engine engine)
{
    protected static readonly UInt128 Five = 5_000_000;

    protected TestGateway Gateway { get; private set; } = null!;

    protected FakeChain Chain => Gateway.Chain;

    protected ATip Tip => ATip.For(Gateway.First).Of(5_000_000UL);

    [SetUp]
    public async Task StartAsync() => Gateway = await TestGateway.StartAsync(engine);

    [TearDown]
    public void Stop() => Gateway.Dispose();

    /// <summary>Asserts what the payee holds, and that the books balance.</summary>
    protected async Task AssertBalanceAsync(UInt128 pending, UInt128 settled)
    {
        Assert.That(await Gateway.BalanceAsync(Sample.Payee), Is.EqualTo((pending, settled)));
        Assert.That((await Gateway.TrialBalanceAsync()).Faults, Is.Empty);
    }
}
