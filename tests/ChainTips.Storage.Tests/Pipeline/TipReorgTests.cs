using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ledger;
using ChainTips.Testing;

namespace ChainTips.Storage.Tests.Pipeline;

[TestFixture(Engine.Sqlite)]
[TestFixture(Engine.Postgres)]
[CancelAfter(30_000)]
internal sealed class TipReorgTests(Engine engine) : PipelineFixture(engine)
{
    [Test]
    [Description("D2, F18")]
    public async Task A_reorg_voids_the_pending_payment()
    {
        FakeBlock block = Chain.Mine(Tip.Sent("tip"));
        await Gateway.CatchUpAsync();
        Chain.ReplaceByEmpty(1);
        await Gateway.CatchUpAsync();

        BookedPayment voided = (await Gateway.PaymentsAsync()).Single();
        Assert.That(voided.State, Is.EqualTo(EntryState.Voided));
        Assert.That(voided.Payment.Tip.Block, Is.EqualTo(block.Ref));
        await AssertBalanceAsync(0, 0);
    }

    [Test]
    [Description("D1, R3: mined in x; after the reorg x is empty and the same transaction is in x + 1, at another place")]
    public async Task A_tip_that_is_mined_again_in_another_block_is_credited_once()
    {
        FakeTransaction tip = Tip.Sent("tip");
        Chain.Mine(tip);
        await Gateway.CatchUpAsync();
        Chain.ReplaceByEmpty(1);
        FakeBlock again = Chain.Mine(FakeTransaction.Of("bare", Tip.TransferLog()), FakeTransaction.Of("bare 2"), tip);
        await Gateway.CatchUpAsync();
        await AssertBalanceAsync(Five, 0);
        await Gateway.FinalizeAsync();

        BookedPayment payment = (await Gateway.PaymentsAsync()).Single();
        Assert.That(payment.State, Is.EqualTo(EntryState.Settled));
        Assert.That(payment.Payment.Tip.Block, Is.EqualTo(again.Ref));
        Assert.That(payment.Payment.Tip.TransactionIndex, Is.EqualTo(2));
        Assert.That(Gateway.Count("receipts"), Is.EqualTo(1));
        Assert.That(Gateway.Count("journal_entries"), Is.EqualTo(2));
        await AssertBalanceAsync(0, Five);
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(5)]
    [Description("F18")]
    public async Task A_tip_that_moves_with_every_reorg_is_credited_once(int times)
    {
        FakeTransaction tip = Tip.Sent("tip");
        Chain.MineEmpty(1);
        Chain.Mine(tip);
        await Gateway.CatchUpAsync();
        for (int i = 0; i < times; i++)
        {
            Chain.Reorg(2);
            Chain.Mine([.. i % 2 == 0 ? [tip] : Array.Empty<FakeTransaction>()]);
            Chain.Mine([.. i % 2 == 0 ? Array.Empty<FakeTransaction>() : [tip]]);
            await Gateway.CatchUpAsync();
            await AssertBalanceAsync(Five, 0);
        }

        await Gateway.FinalizeAsync();
        await AssertBalanceAsync(0, Five);
        Assert.That(Gateway.Count("voids"), Is.EqualTo(times));
    }

    [Test]
    [Description("D6: a settled payment is never unwound")]
    public async Task A_reorg_below_the_final_block_stops_and_changes_nothing()
    {
        Chain.Mine(Tip.Sent("tip"));
        Chain.MineEmpty(2);
        await Gateway.CatchUpAsync();
        Chain.Finalized = new BlockNumber(1);
        await Gateway.CatchUpAsync();
        string before = Gateway.Dump();
        Chain.ReplaceByEmpty(3);

        await Assert.ThatAsync(() => Gateway.CatchUpAsync(), Throws.TypeOf<FinalBlockReplacedException>());

        Assert.That(Gateway.Dump(), Is.EqualTo(before));
        await AssertBalanceAsync(0, Five);
    }
}
