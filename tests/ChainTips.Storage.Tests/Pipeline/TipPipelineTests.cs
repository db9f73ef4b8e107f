using ChainTips.Chain;
using ChainTips.Ledger;
using ChainTips.Receipts;
using ChainTips.Testing;

namespace ChainTips.Storage.Tests.Pipeline;

[TestFixture(Engine.Sqlite)]
[TestFixture(Engine.Postgres)]
[CancelAfter(30_000)]
internal sealed class TipPipelineTests(Engine engine) : PipelineFixture(engine)
{
    [Test]
    public async Task A_tip_is_pending_when_its_block_is_seen_and_settled_with_a_receipt_when_it_is_final()
    {
        FakeBlock block = Chain.Mine(Tip.Sent("tip"));
        await Gateway.CatchUpAsync();
        BookedPayment seen = (await Gateway.PaymentsAsync()).Single();
        Receipt? early = await Gateway.ReceiptOfAsync(seen.Payment.Id);
        Gateway.Clock.Advance(TimeSpan.FromMinutes(20));
        Chain.MineEmpty(1);
        await Gateway.FinalizeAsync();

        BookedPayment settled = (await Gateway.PaymentsAsync()).Single();
        Receipt? receipt = await Gateway.ReceiptOfAsync(seen.Payment.Id);
        Assert.That(seen.State, Is.EqualTo(EntryState.Pending));
        Assert.That(seen.Payment.Tip.Block, Is.EqualTo(block.Ref));
        Assert.That(early, Is.Null);
        Assert.That(settled, Is.EqualTo(seen with { State = EntryState.Settled, StateSince = Gateway.Clock.GetUtcNow() }));
        Assert.That(receipt!.DueSince, Is.EqualTo(Gateway.Clock.GetUtcNow()));
        Assert.That(receipt.PlatformId, Is.EqualTo(Given.PlatformId));
        Assert.That(receipt.Document, Is.Null, "it is written when the node was asked for its proof");
        Assert.That(await Gateway.WriteReceiptsAsync(), Is.EqualTo(1));
        string written = (await Gateway.ReceiptOfAsync(seen.Payment.Id))!.Document!;
        Assert.That(ReceiptVerifier.Verify(written, Given.Key.Address, out SignedReceipt? signed).Where(check => !check.Holds), Is.Empty);
        Assert.That(signed!.Receipt.PaymentId, Is.EqualTo(seen.Payment.Id.ToString()));
        Assert.That(await Gateway.WriteReceiptsAsync(), Is.Zero);
        await AssertBalanceAsync(0, Five);
    }

    [Test]
    public async Task What_was_applied_is_counted()
    {
        ATip stranger = ATip.For(Sample.HashOf("unknown")).To(Sample.Stranger);
        FakeBlock block = Chain.Mine(Tip.Sent("tip"), Tip.To(Sample.Stranger).Sent("refused"), stranger.Sent("stranger"));

        AppliedUpdate added = await Gateway.ApplyAsync(new ChainUpdate.BlocksAdded([block.Observed]));
        AppliedUpdate settled = await Gateway.ApplyAsync(new ChainUpdate.BlockFinalized(block.Ref));

        ChainCursor cursor = await Gateway.CursorAsync();
        Assert.That(added with { Cursor = cursor }, Is.EqualTo(new AppliedUpdate(cursor, 1, 0, 0, 1, 1)));
        Assert.That(settled with { Cursor = cursor }, Is.EqualTo(new AppliedUpdate(cursor, 0, 1, 0, 0, 0)));
        Assert.That(settled.Cursor.Finalized, Is.EqualTo(block.Ref));
    }

    [Test]
    [Description("A3")]
    public async Task Two_tips_in_one_transaction_are_two_payments()
    {
        Chain.Mine(Tip.Sent("one").Then(Tip.Of(7UL).Sent("two")));
        await Gateway.CatchUpAsync();
        await Gateway.FinalizeAsync();

        IReadOnlyList<BookedPayment> payments = await Gateway.PaymentsAsync();
        Assert.That(payments.Select(booked => booked.Payment.Id), Is.Unique.And.Exactly(2).Items);
        Assert.That(Gateway.Count("receipts"), Is.EqualTo(2));
        await AssertBalanceAsync(0, Five + 7);
    }

    [Test]
    public async Task The_largest_amount_goes_through_the_whole_pipeline_exactly()
    {
        Chain.Mine(Tip.Of(UInt128.MaxValue, Sample.Dai).Sent("tip"));
        await Gateway.CatchUpAsync();
        await Gateway.FinalizeAsync();

        BookedPayment payment = (await Gateway.PaymentsAsync()).Single();
        await Gateway.WriteReceiptsAsync();
        Receipt receipt = (await Gateway.ReceiptOfAsync(payment.Payment.Id))!;
        Assert.That(payment.Payment.Tip.Amount.BaseUnits, Is.EqualTo(UInt128.MaxValue));
        Assert.That(SignedReceipt.Parse(receipt.Document!).Receipt.Terms.Amount, Is.EqualTo("340282366920938463463374607431768211455"));
        Assert.That((await Gateway.TrialBalanceAsync()).Faults, Is.Empty);
    }

    [Test]
    public async Task A_chain_that_was_never_added_is_refused()
    {
        ChainProfile profile = Sample.TaggedProfile with { ChainId = 10 };
        TipPipeline pipeline = new(Gateway.Database, Gateway.Settings with { Profile = profile }, Gateway.Lease, Gateway.Clock);

        await Assert.ThatAsync(
            () => pipeline.ApplyAsync(new ChainUpdate.BlocksAdded([Chain.Mine().Observed]), CancellationToken.None),
            Throws.InvalidOperationException.With.Message.Contains("Chain 10"));
    }
}
