using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ledger;
using ChainTips.PaymentRequests;
using ChainTips.Receipts;
using ChainTips.Storage.Sqlite;
using ChainTips.Testing;
using ChainTips.Tips;

namespace ChainTips.Storage.Tests.Pipeline;

[CancelAfter(30_000)]
internal sealed class TipPipelineTests
{
    private static readonly UInt128 Five = 5_000_000;
    private TestGateway _gateway = null!;

    private FakeChain Chain => _gateway.Chain;

    private ATip Tip => ATip.For(_gateway.First).Of(5_000_000UL);

    [SetUp]
    public async Task StartAsync() => _gateway = await TestGateway.StartAsync();

    [TearDown]
    public void Stop() => _gateway.Dispose();

    [Test]
    public async Task A_tip_is_pending_when_its_block_is_seen_and_settled_with_a_receipt_when_it_is_final()
    {
        FakeBlock block = Chain.Mine(Tip.Sent("tip"));
        await _gateway.CatchUpAsync();
        BookedPayment seen = (await _gateway.PaymentsAsync()).Single();
        Receipt? early = await _gateway.ReceiptOfAsync(seen.Payment.Id);
        _gateway.Clock.Advance(TimeSpan.FromMinutes(20));
        Chain.MineEmpty(1);
        await _gateway.FinalizeAsync();

        BookedPayment settled = (await _gateway.PaymentsAsync()).Single();
        Receipt? receipt = await _gateway.ReceiptOfAsync(seen.Payment.Id);
        Assert.That(seen.State, Is.EqualTo(EntryState.Pending));
        Assert.That(seen.Payment.Tip.Block, Is.EqualTo(block.Ref));
        Assert.That(early, Is.Null);
        Assert.That(settled, Is.EqualTo(seen with { State = EntryState.Settled, StateSince = _gateway.Clock.GetUtcNow() }));
        Assert.That(receipt!.DueSince, Is.EqualTo(_gateway.Clock.GetUtcNow()));
        Assert.That(receipt.PlatformId, Is.EqualTo(Given.PlatformId));
        Assert.That(receipt.Document, Is.Null, "it is written when the node was asked for its proof");
        Assert.That(await _gateway.WriteReceiptsAsync(), Is.EqualTo(1));
        string written = (await _gateway.ReceiptOfAsync(seen.Payment.Id))!.Document!;
        Assert.That(ReceiptVerifier.Verify(written, Given.Key.Address, out SignedReceipt? signed).Where(check => !check.Holds), Is.Empty);
        Assert.That(signed!.Receipt.PaymentId, Is.EqualTo(seen.Payment.Id.ToString()));
        Assert.That(await _gateway.WriteReceiptsAsync(), Is.Zero);
        await AssertBalanceAsync(0, Five);
    }

    [Test]
    public async Task What_was_applied_is_counted()
    {
        ATip stranger = ATip.For(Sample.HashOf("unknown")).To(Sample.Stranger);
        FakeBlock block = Chain.Mine(Tip.Sent("tip"), Tip.To(Sample.Stranger).Sent("refused"), stranger.Sent("stranger"));

        AppliedUpdate added = await _gateway.ApplyAsync(new ChainUpdate.BlockAdded(block.Observed));
        AppliedUpdate settled = await _gateway.ApplyAsync(new ChainUpdate.BlockFinalized(block.Ref));

        ChainCursor cursor = await _gateway.CursorAsync();
        Assert.That(added with { Cursor = cursor }, Is.EqualTo(new AppliedUpdate(cursor, 1, 0, 0, 1, 1)));
        Assert.That(settled with { Cursor = cursor }, Is.EqualTo(new AppliedUpdate(cursor, 0, 1, 0, 0, 0)));
        Assert.That(settled.Cursor.Finalized, Is.EqualTo(block.Ref));
    }

    [Test]
    [Description("D2, F18")]
    public async Task A_reorg_voids_the_pending_payment()
    {
        FakeBlock block = Chain.Mine(Tip.Sent("tip"));
        await _gateway.CatchUpAsync();
        Chain.ReplaceByEmpty(1);
        await _gateway.CatchUpAsync();

        BookedPayment voided = (await _gateway.PaymentsAsync()).Single();
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
        await _gateway.CatchUpAsync();
        Chain.ReplaceByEmpty(1);
        FakeBlock again = Chain.Mine(FakeTransaction.Of("bare", Tip.TransferLog()), FakeTransaction.Of("bare 2"), tip);
        await _gateway.CatchUpAsync();
        await AssertBalanceAsync(Five, 0);
        await _gateway.FinalizeAsync();

        BookedPayment payment = (await _gateway.PaymentsAsync()).Single();
        Assert.That(payment.State, Is.EqualTo(EntryState.Settled));
        Assert.That(payment.Payment.Tip.Block, Is.EqualTo(again.Ref));
        Assert.That(payment.Payment.Tip.TransactionIndex, Is.EqualTo(2));
        Assert.That(_gateway.Count("receipts"), Is.EqualTo(1));
        Assert.That(_gateway.Count("journal_entries"), Is.EqualTo(2));
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
        await _gateway.CatchUpAsync();
        for (int i = 0; i < times; i++)
        {
            Chain.Reorg(2);
            Chain.Mine([.. i % 2 == 0 ? [tip] : Array.Empty<FakeTransaction>()]);
            Chain.Mine([.. i % 2 == 0 ? Array.Empty<FakeTransaction>() : [tip]]);
            await _gateway.CatchUpAsync();
            await AssertBalanceAsync(Five, 0);
        }

        await _gateway.FinalizeAsync();
        await AssertBalanceAsync(0, Five);
        Assert.That(_gateway.Count("voids"), Is.EqualTo(times));
    }

    [Test]
    public async Task A_request_whose_payment_left_the_chain_for_good_is_reverted()
    {
        PaymentRequest request = await _gateway.AskAsync(new AskedAmount.Fixed(5_000_000));
        Chain.Mine(ATip.For(request).Of(5_000_000UL).Sent("tip"));
        await _gateway.CatchUpAsync();
        PaymentRequestState seen = await _gateway.StateOfAsync(request);
        Chain.ReplaceByEmpty(1);
        await _gateway.CatchUpAsync();
        await _gateway.FinalizeAsync();

        Assert.That(seen, Is.EqualTo(new PaymentRequestState(PaymentRequestStatus.Pending, PaymentRequestException.None)));
        Assert.That(
            await _gateway.StateOfAsync(request), Is.EqualTo(new PaymentRequestState(PaymentRequestStatus.Open, PaymentRequestException.Reverted)));
    }

    [Test]
    public async Task A_request_is_settled_when_its_payment_is_final()
    {
        PaymentRequest request = await _gateway.AskAsync(new AskedAmount.Fixed(5_000_000));
        Chain.Mine(ATip.For(request).Of(5_000_000UL).Sent("tip"));
        await _gateway.CatchUpAsync();
        await _gateway.FinalizeAsync();

        Assert.That(
            await _gateway.StateOfAsync(request), Is.EqualTo(new PaymentRequestState(PaymentRequestStatus.Settled, PaymentRequestException.None)));
    }

    [Test]
    [Description("A7")]
    public async Task A_payment_after_the_expiry_is_credited_as_late()
    {
        PaymentRequest request = await _gateway.AskAsync(new AskedAmount.Fixed(5_000_000), expiresAt: Sample.Genesis.AddSeconds(4));
        Chain.MineEmpty(1);
        Chain.Mine(ATip.For(request).Of(5_000_000UL).Sent("tip"));
        await _gateway.CatchUpAsync();

        Assert.That(
            await _gateway.StateOfAsync(request), Is.EqualTo(new PaymentRequestState(PaymentRequestStatus.Pending, PaymentRequestException.Late)));
        await AssertBalanceAsync(Five, 0);
    }

    [Test]
    [Description("A7")]
    public async Task A_second_payment_of_a_fixed_request_is_credited_as_duplicate()
    {
        PaymentRequest request = await _gateway.AskAsync(new AskedAmount.Fixed(5_000_000));
        Chain.Mine(ATip.For(request).Of(5_000_000UL).Sent("one"));
        Chain.Mine(ATip.For(request).Of(5_000_000UL).Sent("two"));
        await _gateway.CatchUpAsync();

        Assert.That(
            await _gateway.StateOfAsync(request), Is.EqualTo(new PaymentRequestState(PaymentRequestStatus.Pending, PaymentRequestException.Duplicate)));
        await AssertBalanceAsync(2 * Five, 0);
    }

    [Test]
    [Description("F13")]
    public async Task The_same_block_applied_twice_credits_once()
    {
        FakeBlock block = Chain.Mine(Tip.Sent("tip"));
        await _gateway.ApplyAsync(new ChainUpdate.BlockAdded(block.Observed));
        string before = _gateway.Dump();

        await Assert.ThatAsync(() => _gateway.ApplyAsync(new ChainUpdate.BlockAdded(block.Observed)), Throws.InvalidOperationException);

        Assert.That(_gateway.Dump(), Is.EqualTo(before));
        await AssertBalanceAsync(Five, 0);
    }

    [Test]
    [Description("P4: two gateways on one file")]
    public async Task Two_processes_that_apply_the_same_block_credit_once()
    {
        ChainUpdate.BlockAdded update = new(Chain.Mine(Tip.Sent("tip")).Observed);
        using SqliteDatabase other = SqliteDatabase.Open(_gateway.Path, _gateway.Clock).Database;
        TipPipeline[] pipelines =
            [new(_gateway.Database, _gateway.Settings, _gateway.Clock), new(other, _gateway.Settings, _gateway.Clock)];

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

        AppliedUpdate applied = await _gateway.ApplyAsync(
            new ChainUpdate.BlockAdded(block with { Receipts = [.. block.Receipts, .. block.Receipts] }));

        Assert.That(applied.Credited, Is.EqualTo(1));
        Assert.That(await _gateway.InboxAsync(), Has.Count.EqualTo(1));
        await AssertBalanceAsync(Five, 0);
    }

    [Test]
    [Description("F10: the same transaction twice in a block, with another index")]
    public async Task A_live_payment_with_other_facts_stops_the_block_and_writes_nothing()
    {
        ObservedBlock block = Chain.Mine(Tip.Sent("tip")).Observed;
        string before = _gateway.Dump();

        await Assert.ThatAsync(
            () => _gateway.ApplyAsync(new ChainUpdate.BlockAdded(
                block with { Receipts = [block.Receipts[0], block.Receipts[0] with { TransactionIndex = 1 }] })),
            Throws.InvalidOperationException.With.Message.Contains("Nothing was applied"));

        Assert.That(_gateway.Dump(), Is.EqualTo(before));
    }

    [Test]
    [Description("A3")]
    public async Task Two_tips_in_one_transaction_are_two_payments()
    {
        Chain.Mine(Tip.Sent("one").Then(Tip.Of(7UL).Sent("two")));
        await _gateway.CatchUpAsync();
        await _gateway.FinalizeAsync();

        IReadOnlyList<BookedPayment> payments = await _gateway.PaymentsAsync();
        Assert.That(payments.Select(booked => booked.Payment.Id), Is.Unique.And.Exactly(2).Items);
        Assert.That(_gateway.Count("receipts"), Is.EqualTo(2));
        await AssertBalanceAsync(0, Five + 7);
    }

    [Test]
    [Description("Nothing disappears in silence")]
    public async Task Refused_tips_are_in_the_inbox_with_the_reason_and_credit_nobody()
    {
        PaymentRequest request = await _gateway.AskAsync(new AskedAmount.Fixed(5_000_000));
        ATip asked = ATip.For(request).Of(5_000_000UL);
        Chain.Mine(
            Tip.To(Sample.Stranger).Sent("to oneself"),
            asked.Of(4_999_999UL).Sent("too little"),
            asked.Of(5_000_000, Sample.Dai).Sent("another token"),
            ATip.For(Sample.HashOf("unknown")).Sent("unknown reference to a payee of ours"),
            (Tip with { Emitter = Sample.Stranger }).Sent("forged"),
            (Tip with { Fee = 1UL }).Sent("with a fee"),
            (Tip with { Token = Sample.Stranger }).Sent("worthless token"),
            Tip.Of(UInt256.MaxValue).Sent("too much"),
            Tip.Of(UInt256.Zero).Sent("nothing"),
            FakeTransaction.Of("no transfer", Tip.TipLog()),
            FakeTransaction.Of("another payer", ALog.Transfer(Tip.Token, Sample.Stranger, Tip.Payee, Tip.Amount), Tip.TipLog()));
        await _gateway.CatchUpAsync();

        RefusalReason[] expected =
        [
            RefusalReason.PayeeDiffers, RefusalReason.AmountDiffers, RefusalReason.TokenDiffers, RefusalReason.UnknownReference,
            RefusalReason.ForeignContract, RefusalReason.UnexpectedFee, RefusalReason.TokenNotAllowed, RefusalReason.AmountTooLarge,
            RefusalReason.MalformedLog, RefusalReason.TransferMissing, RefusalReason.TransferDiffers,
        ];
        IReadOnlyList<RefusedTip> inbox = await _gateway.InboxAsync();
        Assert.That(inbox.Select(tip => tip.Reason), Is.EqualTo(expected.Reverse()));
        Assert.That(inbox.Select(tip => tip.Explanation), Is.All.Not.Empty);
        Assert.That(await _gateway.PaymentsAsync(), Is.Empty);
        Assert.That((await _gateway.StateOfAsync(request)).Status, Is.EqualTo(PaymentRequestStatus.Open));
        await AssertBalanceAsync(0, 0);
    }

    [Test]
    public async Task A_payment_of_a_request_of_another_chain_is_refused()
    {
        PaymentRequest request = Given.Request(_gateway.Ada, new AskedAmount.Fixed(5_000_000)) with { Token = Sample.Usdc with { ChainId = 10 } };
        await _gateway.WriteAsync(books => books.PaymentRequests.AddAsync(request, CancellationToken.None));
        Chain.Mine(ATip.For(request).Of(5_000_000UL).Sent("tip"));
        await _gateway.CatchUpAsync();

        Assert.That((await _gateway.InboxAsync()).Single().Reason, Is.EqualTo(RefusalReason.ChainDiffers));
        await AssertBalanceAsync(0, 0);
    }

    [Test]
    public async Task A_refused_tip_that_leaves_the_chain_leaves_the_inbox()
    {
        FakeTransaction refused = Tip.To(Sample.Stranger).Sent("refused");
        Chain.Mine(refused);
        await _gateway.CatchUpAsync();
        int seen = (await _gateway.InboxAsync()).Count;
        Chain.ReplaceByEmpty(1);
        FakeBlock again = Chain.Mine(refused);
        await _gateway.CatchUpAsync();

        Assert.That(seen, Is.EqualTo(1));
        Assert.That((await _gateway.InboxAsync()).Single().Block, Is.EqualTo(again.Ref));
    }

    [Test]
    [Description("A8: what concerns nobody here costs nothing")]
    public async Task The_tips_of_strangers_leave_no_row()
    {
        ATip stranger = ATip.For(Sample.HashOf("unknown")).To(Sample.Stranger);
        FakeBlock block = Chain.Mine(stranger.Sent("tip"), FakeTransaction.Of("odd", stranger.TipLog() with { Data = default }));
        await _gateway.CatchUpAsync();

        Assert.That(block.Observed.Receipts, Has.Count.EqualTo(2));
        Assert.That(_gateway.Count("refused_tips"), Is.Zero);
        Assert.That(_gateway.Count("journal_entries"), Is.Zero);
        Assert.That(_gateway.Count("tokens"), Is.Zero);
    }

    [Test]
    [Description("A2")]
    public async Task A_failed_transaction_credits_nobody()
    {
        Chain.Mine(Tip.Sent("tip").Failed());
        await _gateway.CatchUpAsync();

        Assert.That(await _gateway.PaymentsAsync(), Is.Empty);
        Assert.That(await _gateway.InboxAsync(), Is.Empty);
    }

    [Test]
    public async Task The_largest_amount_goes_through_the_whole_pipeline_exactly()
    {
        Chain.Mine(Tip.Of(UInt128.MaxValue, Sample.Dai).Sent("tip"));
        await _gateway.CatchUpAsync();
        await _gateway.FinalizeAsync();

        BookedPayment payment = (await _gateway.PaymentsAsync()).Single();
        await _gateway.WriteReceiptsAsync();
        Receipt receipt = (await _gateway.ReceiptOfAsync(payment.Payment.Id))!;
        Assert.That(payment.Payment.Tip.Amount.BaseUnits, Is.EqualTo(UInt128.MaxValue));
        Assert.That(SignedReceipt.Parse(receipt.Document!).Receipt.Terms.Amount, Is.EqualTo("340282366920938463463374607431768211455"));
        Assert.That((await _gateway.TrialBalanceAsync()).Faults, Is.Empty);
    }

    [Test]
    [Description("D6: a settled payment is never unwound")]
    public async Task A_reorg_below_the_final_block_stops_and_changes_nothing()
    {
        Chain.Mine(Tip.Sent("tip"));
        Chain.MineEmpty(2);
        await _gateway.CatchUpAsync();
        Chain.Finalized = new BlockNumber(1);
        await _gateway.CatchUpAsync();
        string before = _gateway.Dump();
        Chain.ReplaceByEmpty(3);

        await Assert.ThatAsync(() => _gateway.CatchUpAsync(), Throws.TypeOf<FinalBlockReplacedException>());

        Assert.That(_gateway.Dump(), Is.EqualTo(before));
        await AssertBalanceAsync(0, Five);
    }

    [Test]
    public async Task A_chain_that_was_never_added_is_refused()
    {
        ChainProfile profile = Sample.TaggedProfile with { ChainId = 10 };
        TipPipeline pipeline = new(_gateway.Database, _gateway.Settings with { Profile = profile }, _gateway.Clock);

        await Assert.ThatAsync(
            () => pipeline.ApplyAsync(new ChainUpdate.BlockAdded(Chain.Mine().Observed), CancellationToken.None),
            Throws.InvalidOperationException.With.Message.Contains("Chain 10"));
    }

    private async Task AssertBalanceAsync(UInt128 pending, UInt128 settled)
    {
        Assert.That(await _gateway.BalanceAsync(Sample.Payee), Is.EqualTo((pending, settled)));
        Assert.That((await _gateway.TrialBalanceAsync()).Faults, Is.Empty);
    }
}
