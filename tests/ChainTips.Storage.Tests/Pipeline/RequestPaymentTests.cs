using System.Data.Common;
using ChainTips.Ethereum.Primitives;
using ChainTips.PaymentRequests;
using ChainTips.Testing;
using Dapper;

namespace ChainTips.Storage.Tests.Pipeline;

[TestFixture(Engine.Sqlite)]
[TestFixture(Engine.Postgres)]
[CancelAfter(30_000)]
internal sealed class RequestPaymentTests(Engine engine) : PipelineFixture(engine)
{
    [Test]
    public async Task A_request_is_settled_when_its_payment_is_final()
    {
        PaymentRequest request = await Gateway.AskAsync(new AskedAmount.Fixed(5_000_000));
        Chain.Mine(ATip.For(request).Of(5_000_000UL).Sent("tip"));
        await Gateway.CatchUpAsync();
        await Gateway.FinalizeAsync();

        Assert.That(
            await Gateway.StateOfAsync(request), Is.EqualTo(new PaymentRequestState(PaymentRequestStatus.Settled, PaymentRequestExceptions.None, 5_000_000, 0)));
    }

    [Test]
    public async Task A_request_whose_payment_left_the_chain_for_good_is_reverted()
    {
        PaymentRequest request = await Gateway.AskAsync(new AskedAmount.Fixed(5_000_000));
        Chain.Mine(ATip.For(request).Of(5_000_000UL).Sent("tip"));
        await Gateway.CatchUpAsync();
        PaymentRequestState seen = await Gateway.StateOfAsync(request);
        Chain.ReplaceByEmpty(1);
        await Gateway.CatchUpAsync();
        await Gateway.FinalizeAsync();

        Assert.That(seen, Is.EqualTo(new PaymentRequestState(PaymentRequestStatus.Pending, PaymentRequestExceptions.None, 5_000_000, 0)));
        Assert.That(
            await Gateway.StateOfAsync(request), Is.EqualTo(new PaymentRequestState(PaymentRequestStatus.Open, PaymentRequestExceptions.Reverted, 0, 0)));
    }

    [Test]
    [Description("A7")]
    public async Task A_payment_after_the_expiry_is_credited_as_late()
    {
        PaymentRequest request = await Gateway.AskAsync(new AskedAmount.Fixed(5_000_000), expiresAt: Sample.Genesis.AddSeconds(4));
        Chain.MineEmpty(1);
        Chain.Mine(ATip.For(request).Of(5_000_000UL).Sent("tip"));
        await Gateway.CatchUpAsync();

        Assert.That(
            await Gateway.StateOfAsync(request), Is.EqualTo(new PaymentRequestState(PaymentRequestStatus.Pending, PaymentRequestExceptions.Late, 5_000_000, 0)));
        await AssertBalanceAsync(Five, 0);
    }

    [Test]
    [Description("A7")]
    public async Task A_second_payment_of_a_fixed_request_is_credited_as_duplicate()
    {
        PaymentRequest request = await Gateway.AskAsync(new AskedAmount.Fixed(5_000_000));
        Chain.Mine(ATip.For(request).Of(5_000_000UL).Sent("one"));
        Chain.Mine(ATip.For(request).Of(5_000_000UL).Sent("two"));
        await Gateway.CatchUpAsync();

        Assert.That(
            await Gateway.StateOfAsync(request),
            Is.EqualTo(new PaymentRequestState(PaymentRequestStatus.Pending, PaymentRequestExceptions.Overpaid | PaymentRequestExceptions.Duplicate, 10_000_000, 0)));
        await AssertBalanceAsync(2 * Five, 0);
    }

    [Test]
    [Description("The money is the payee's already, so it is in his account whatever was asked for")]
    public async Task Less_than_was_asked_for_is_credited_and_the_request_is_underpaid_until_the_rest_comes()
    {
        PaymentRequest request = await Gateway.AskAsync(new AskedAmount.Fixed(5_000_000));
        Chain.Mine(ATip.For(request).Of(4_000_000UL).Sent("part"));
        await Gateway.CatchUpAsync();
        PaymentRequestState part = await Gateway.StateOfAsync(request);
        Chain.Mine(ATip.For(request).Of(1_000_000UL).Sent("rest"));
        await Gateway.CatchUpAsync();
        await Gateway.FinalizeAsync();

        Assert.That(part, Is.EqualTo(new PaymentRequestState(PaymentRequestStatus.Open, PaymentRequestExceptions.Underpaid, 4_000_000, 0)));
        Assert.That(
            await Gateway.StateOfAsync(request),
            Is.EqualTo(new PaymentRequestState(PaymentRequestStatus.Settled, PaymentRequestExceptions.None, 5_000_000, 0)));
        Assert.That(await Gateway.InboxAsync(), Is.Empty);
        await AssertBalanceAsync(0, Five);
    }

    [Test]
    public async Task More_than_was_asked_for_is_credited_and_the_request_is_overpaid()
    {
        PaymentRequest request = await Gateway.AskAsync(new AskedAmount.Fixed(4_000_000));
        Chain.Mine(ATip.For(request).Of(5_000_000UL).Sent("tip"));
        await Gateway.CatchUpAsync();

        Assert.That(
            await Gateway.StateOfAsync(request),
            Is.EqualTo(new PaymentRequestState(PaymentRequestStatus.Pending, PaymentRequestExceptions.Overpaid, 5_000_000, 0)));
        await AssertBalanceAsync(Five, 0);
    }

    [Test]
    public async Task Another_token_is_credited_in_that_token_and_counts_for_nothing_of_the_amount()
    {
        PaymentRequest request = await Gateway.AskAsync(new AskedAmount.Fixed(5_000_000));
        Chain.Mine(ATip.For(request).Of(5_000_000, Sample.Dai).Sent("tip"));
        await Gateway.CatchUpAsync();
        await Gateway.FinalizeAsync();

        Assert.That(
            await Gateway.StateOfAsync(request),
            Is.EqualTo(new PaymentRequestState(PaymentRequestStatus.Open, PaymentRequestExceptions.WrongToken, 0, 0)));
        Assert.That((await Gateway.PaymentsAsync()).Single().Payment.Tip.Amount.Token, Is.EqualTo(Sample.Dai));
        await AssertBalanceAsync(0, 0);
    }

    [Test]
    [Description("A payment that returned is told once, as it stands now")]
    public async Task A_part_that_left_the_chain_and_returned_is_not_reverted()
    {
        PaymentRequest request = await Gateway.AskAsync(new AskedAmount.Fixed(5_000_000));
        FakeTransaction part = ATip.For(request).Of(4_000_000UL).Sent("part");
        Chain.Mine(part);
        await Gateway.CatchUpAsync();
        Chain.ReplaceByEmpty(1);
        await Gateway.CatchUpAsync();
        PaymentRequestState gone = await Gateway.StateOfAsync(request);
        Chain.Mine(part);
        await Gateway.CatchUpAsync();

        Assert.That(gone.Exceptions, Is.EqualTo(PaymentRequestExceptions.Reverted));
        Assert.That((await Gateway.StateOfAsync(request)).Exceptions, Is.EqualTo(PaymentRequestExceptions.Underpaid));
    }

    [Test]
    public async Task Money_after_a_cancellation_is_credited_as_late_and_changes_the_status_no_more()
    {
        PaymentRequest request = await Gateway.AskAsync(new AskedAmount.Fixed(5_000_000));
        Chain.Mine(ATip.For(request).Of(1_000_000UL).Sent("before"));
        await Gateway.CatchUpAsync();
        await Gateway.WriteAsync(books => books.PaymentRequests.CancelAsync(request.Id, Sample.Genesis, CancellationToken.None));
        PaymentRequestState cancelled = await Gateway.StateOfAsync(request);
        Chain.Mine(ATip.For(request).Of(4_000_000UL).Sent("after"));
        await Gateway.CatchUpAsync();
        await Gateway.FinalizeAsync();

        Assert.That(
            cancelled, Is.EqualTo(new PaymentRequestState(PaymentRequestStatus.Cancelled, PaymentRequestExceptions.Underpaid, 1_000_000, 0)));
        Assert.That(
            await Gateway.StateOfAsync(request),
            Is.EqualTo(new PaymentRequestState(PaymentRequestStatus.Cancelled, PaymentRequestExceptions.Late, 5_000_000, 0)));
        await AssertBalanceAsync(0, Five);
    }

    [Test]
    public async Task A_request_that_was_cancelled_before_any_block_was_applied_knows_no_block()
    {
        PaymentRequest request = await Gateway.AskAsync(new AskedAmount.Fixed(5_000_000));
        await Gateway.WriteAsync(books => books.PaymentRequests.CancelAsync(request.Id, Sample.Genesis, CancellationToken.None));

        TrackedRequest tracked = (await Gateway.ReadAsync(books => books.PaymentRequests.FindAsync(request.Id, CancellationToken.None)))!;

        Assert.That(tracked.Facts.Cancellation, Is.EqualTo(new Cancellation(Sample.Genesis, null)));
    }

    [Test]
    public async Task A_cancellation_is_kept_once_with_the_newest_applied_block_and_is_never_changed()
    {
        PaymentRequest request = await Gateway.AskAsync(new AskedAmount.Fixed(5_000_000));
        Chain.MineEmpty(3);
        await Gateway.CatchUpAsync();
        await Gateway.WriteAsync(books => books.PaymentRequests.CancelAsync(request.Id, Sample.Genesis.AddDays(1), CancellationToken.None));
        await Gateway.FinalizeAsync();
        Chain.MineEmpty(3);
        await Gateway.CatchUpAsync();

        TrackedRequest tracked = (await Gateway.ReadAsync(books => books.PaymentRequests.FindAsync(request.Id, CancellationToken.None)))!;
        Assert.That(tracked.Facts.Cancellation, Is.EqualTo(new Cancellation(Sample.Genesis.AddDays(1), new BlockNumber(3))));
        await Assert.ThatAsync(
            () => Gateway.WriteAsync(books => books.PaymentRequests.CancelAsync(request.Id, Sample.Genesis, CancellationToken.None)),
            Throws.InstanceOf<DbException>());
        using DbConnection raw = Gateway.OpenRaw();
        foreach (string change in new[] { "UPDATE cancellations SET cancelled_at = 1", "DELETE FROM cancellations" })
        {
            Assert.That(() => raw.Execute(change), Throws.InstanceOf<DbException>().With.Message.Contains("a cancellation is never"));
        }
    }

    [Test]
    public async Task A_small_payment_counts_when_its_block_is_safe_and_no_more_when_it_left()
    {
        FinalityByAmount finality = new([KeyValuePair.Create(Sample.Usdc, new FinalityThresholds(1, 5_000_000))]);
        PaymentRequest request = await Gateway.AskAsync(new AskedAmount.Fixed(5_000_000));
        Chain.MineEmpty(1);
        FakeTransaction tip = ATip.For(request).Of(5_000_000UL).Sent("tip");
        Chain.Mine(tip);
        Chain.Safe = new BlockNumber(1);
        await Gateway.CatchUpAsync();
        List<PaymentRequestStatus> seen = [(await Gateway.StateOfAsync(request, finality)).Status];
        Chain.Safe = new BlockNumber(2);
        await Gateway.CatchUpAsync();
        seen.Add((await Gateway.StateOfAsync(request, finality)).Status);
        Chain.Safe = new BlockNumber(1);
        await Gateway.CatchUpAsync();
        seen.Add((await Gateway.StateOfAsync(request, finality)).Status);
        Chain.Reorg(1);
        Chain.Mine(tip);
        Chain.MineEmpty(1);
        await Gateway.CatchUpAsync();
        seen.Add((await Gateway.StateOfAsync(request, finality)).Status);
        Chain.Safe = new BlockNumber(3);
        await Gateway.CatchUpAsync();
        seen.Add((await Gateway.StateOfAsync(request, finality)).Status);

        PaymentRequestStatus[] expected =
        [
            PaymentRequestStatus.Pending, PaymentRequestStatus.Paid, PaymentRequestStatus.Paid, PaymentRequestStatus.Pending,
            PaymentRequestStatus.Paid,
        ];
        Assert.That(seen, Is.EqualTo(expected), "A lower safe block takes nothing back (F22); a reorg does.");
    }
}
