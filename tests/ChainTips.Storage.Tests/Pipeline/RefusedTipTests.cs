using ChainTips.Ethereum.Primitives;
using ChainTips.PaymentRequests;
using ChainTips.Testing;
using ChainTips.Tips;

namespace ChainTips.Storage.Tests.Pipeline;

[TestFixture(Engine.Sqlite)]
[TestFixture(Engine.Postgres)]
[CancelAfter(30_000)]
internal sealed class RefusedTipTests(Engine engine) : PipelineFixture(engine)
{
    [Test]
    [Description("Nothing disappears in silence")]
    public async Task Refused_tips_are_in_the_inbox_with_the_reason_and_credit_nobody()
    {
        Chain.Mine(
            Tip.To(Sample.Stranger).Sent("to oneself"),
            ATip.For(Sample.HashOf("unknown")).Sent("unknown reference to a payee of ours"),
            (Tip with { Emitter = Sample.Stranger }).Sent("forged"),
            (Tip with { Fee = UInt256.MaxValue }).Sent("with a fee of more than there is"),
            (Tip with { Token = Sample.Stranger }).Sent("worthless token"),
            Tip.Of(UInt256.MaxValue).Sent("too much"),
            Tip.Of(UInt256.Zero).Sent("nothing"),
            FakeTransaction.Of("no transfer", Tip.TipLog()),
            FakeTransaction.Of("another payer", ALog.Transfer(Tip.Token, Sample.Stranger, Tip.Payee, Tip.Amount), Tip.TipLog()));
        await Gateway.CatchUpAsync();

        RefusalReason[] expected =
        [
            RefusalReason.PayeeDiffers, RefusalReason.UnknownReference,
            RefusalReason.ForeignContract, RefusalReason.MalformedLog, RefusalReason.TokenNotAllowed, RefusalReason.AmountTooLarge,
            RefusalReason.MalformedLog, RefusalReason.TransferMissing, RefusalReason.TransferDiffers,
        ];
        IReadOnlyList<RefusedTip> inbox = await Gateway.InboxAsync();
        Assert.That(inbox.Select(tip => tip.Reason), Is.EqualTo(expected.Reverse()));
        Assert.That(inbox.Select(tip => tip.Explanation), Is.All.Not.Empty);
        Assert.That(await Gateway.PaymentsAsync(), Is.Empty);
        await AssertBalanceAsync(0, 0);
    }

    [Test]
    public async Task A_payment_of_a_request_of_another_chain_is_refused()
    {
        PaymentRequest request = Given.Request(Gateway.Ada, new AskedAmount.Fixed(5_000_000)) with { Token = Sample.Usdc with { ChainId = 10 } };
        await Gateway.WriteAsync(books => books.PaymentRequests.AddAsync(request, CancellationToken.None));
        Chain.Mine(ATip.For(request).Of(5_000_000UL).Sent("tip"));
        await Gateway.CatchUpAsync();

        Assert.That((await Gateway.InboxAsync()).Single().Reason, Is.EqualTo(RefusalReason.ChainDiffers));
        await AssertBalanceAsync(0, 0);
    }

    [Test]
    public async Task A_refused_tip_that_leaves_the_chain_leaves_the_inbox()
    {
        FakeTransaction refused = Tip.To(Sample.Stranger).Sent("refused");
        Chain.Mine(refused);
        await Gateway.CatchUpAsync();
        int seen = (await Gateway.InboxAsync()).Count;
        Chain.ReplaceByEmpty(1);
        FakeBlock again = Chain.Mine(refused);
        await Gateway.CatchUpAsync();

        Assert.That(seen, Is.EqualTo(1));
        Assert.That((await Gateway.InboxAsync()).Single().Block, Is.EqualTo(again.Ref));
    }

    [Test]
    [Description("A8: what concerns nobody here costs nothing")]
    public async Task The_tips_of_strangers_leave_no_row()
    {
        ATip stranger = ATip.For(Sample.HashOf("unknown")).To(Sample.Stranger);
        FakeBlock block = Chain.Mine(stranger.Sent("tip"), FakeTransaction.Of("odd", stranger.TipLog() with { Data = default }));
        await Gateway.CatchUpAsync();

        Assert.That(block.Observed.Receipts, Has.Count.EqualTo(2));
        Assert.That(Gateway.Count("refused_tips"), Is.Zero);
        Assert.That(Gateway.Count("journal_entries"), Is.Zero);
        Assert.That(Gateway.Count("tokens"), Is.Zero);
    }

    [Test]
    [Description("A2")]
    public async Task A_failed_transaction_credits_nobody()
    {
        Chain.Mine(Tip.Sent("tip").Failed());
        await Gateway.CatchUpAsync();

        Assert.That(await Gateway.PaymentsAsync(), Is.Empty);
        Assert.That(await Gateway.InboxAsync(), Is.Empty);
    }
}
