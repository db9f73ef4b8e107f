using ChainTips.Chain;
using ChainTips.Testing;

namespace ChainTips.Storage.Tests.Pipeline;

[TestFixture(Engine.Sqlite)]
[TestFixture(Engine.Postgres)]
[CancelAfter(30_000)]
internal sealed class RepeatedTipTests(Engine engine) : PipelineFixture(engine)
{
    [Test]
    [Description("F13")]
    public async Task The_same_block_applied_twice_credits_once()
    {
        FakeBlock block = Chain.Mine(Tip.Sent("tip"));
        await Gateway.ApplyAsync(new ChainUpdate.BlocksAdded([block.Observed]));
        string before = Gateway.Dump();

        await Assert.ThatAsync(() => Gateway.ApplyAsync(new ChainUpdate.BlocksAdded([block.Observed])), Throws.InvalidOperationException);

        Assert.That(Gateway.Dump(), Is.EqualTo(before));
        await AssertBalanceAsync(Five, 0);
    }

    [Test]
    [Description("P4: two gateways on one database")]
    public async Task Two_processes_that_apply_the_same_block_credit_once()
    {
        ChainUpdate.BlocksAdded update = new([Chain.Mine(Tip.Sent("tip")).Observed]);
        using IGatewayDatabase other = GatewayDatabase.Open(Gateway.Location, Gateway.Clock).Database;
        TipPipeline[] pipelines =
            [new(Gateway.Database, Gateway.Settings, Gateway.Lease, Gateway.Clock), new(other, Gateway.Settings, Gateway.Lease, Gateway.Clock)];

        bool[] applied = await Task.WhenAll(pipelines.Select(pipeline => Task.Run(async () =>
        {
            try
            {
                await pipeline.ApplyAsync(update, CancellationToken.None);
                return true;
            }
            catch (InvalidOperationException)
            {
                return false;
            }
        })));

        Assert.That(applied, Is.EquivalentTo(new[] { true, false }));
        await AssertBalanceAsync(Five, 0);
    }

    [Test]
    [Description("F13")]
    public async Task The_same_log_twice_in_one_block_credits_once()
    {
        ObservedBlock block = Chain.Mine(Tip.Sent("tip"), Tip.To(Sample.Stranger).Sent("refused")).Observed;

        AppliedUpdate applied = await Gateway.ApplyAsync(
            new ChainUpdate.BlocksAdded([block with { Receipts = [.. block.Receipts, .. block.Receipts] }]));

        Assert.That(applied.Credited, Is.EqualTo(1));
        Assert.That(await Gateway.InboxAsync(), Has.Count.EqualTo(1));
        await AssertBalanceAsync(Five, 0);
    }

    [Test]
    [Description("F10: the same transaction twice in a block, with another index")]
    public async Task A_live_payment_with_other_facts_stops_the_block_and_writes_nothing()
    {
        ObservedBlock block = Chain.Mine(Tip.Sent("tip")).Observed;
        string before = Gateway.Dump();

        await Assert.ThatAsync(
            () => Gateway.ApplyAsync(new ChainUpdate.BlocksAdded([
                block with { Receipts = [block.Receipts[0], block.Receipts[0] with { TransactionIndex = 1 }] }])),
            Throws.InvalidOperationException.With.Message.Contains("Nothing was applied"));

        Assert.That(Gateway.Dump(), Is.EqualTo(before));
    }
}
