using ChainTips.PaymentRequests;
using ChainTips.Testing;

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
            await Gateway.StateOfAsync(request), Is.EqualTo(new PaymentRequestState(PaymentRequestStatus.Settled, PaymentRequestException.None)));
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

        Assert.That(seen, Is.EqualTo(new PaymentRequestState(PaymentRequestStatus.Pending, PaymentRequestException.None)));
        Assert.That(
            await Gateway.StateOfAsync(request), Is.EqualTo(new PaymentRequestState(PaymentRequestStatus.Open, PaymentRequestException.Reverted)));
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
            await Gateway.StateOfAsync(request), Is.EqualTo(new PaymentRequestState(PaymentRequestStatus.Pending, PaymentRequestException.Late)));
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
            await Gateway.StateOfAsync(request), Is.EqualTo(new PaymentRequestState(PaymentRequestStatus.Pending, PaymentRequestException.Duplicate)));
        await AssertBalanceAsync(2 * Five, 0);
    }
}
