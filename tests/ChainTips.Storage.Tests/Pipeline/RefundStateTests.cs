using ChainTips.Ledger;
using ChainTips.Money;
using ChainTips.PaymentRequests;
using ChainTips.Testing;

namespace ChainTips.Storage.Tests.Pipeline;

/// <summary>What a refund does to the request whose payment it gives back.</summary>
[TestFixture(Engine.Sqlite)]
[TestFixture(Engine.Postgres)]
[CancelAfter(30_000)]
internal sealed class RefundStateTests(Engine engine) : PipelineFixture(engine)
{
    [Test]
    public async Task A_rest_that_was_paid_back_is_too_much_no_more()
    {
        PaymentRequest request = await PayAsync(new TokenAmount(7_000_000, Sample.Usdc));
        PaymentRequestState before = await Gateway.StateOfAsync(request);
        PaymentRequest refund = await AskBackAsync(new TokenAmount(2_000_000, Sample.Usdc));
        Chain.Mine(BackOf(refund).Sent("refund"));
        await Gateway.CatchUpAsync();

        Assert.That(before, Is.EqualTo(new PaymentRequestState(PaymentRequestStatus.Settled, PaymentRequestExceptions.Overpaid, 7_000_000, 0)));
        Assert.That(
            await Gateway.StateOfAsync(request),
            Is.EqualTo(new PaymentRequestState(PaymentRequestStatus.Settled, PaymentRequestExceptions.Refunded, 7_000_000, 2_000_000)));
        Assert.That((await Gateway.StateOfAsync(refund)).Status, Is.EqualTo(PaymentRequestStatus.Pending));
    }

    [Test]
    public async Task A_refund_that_left_the_chain_gave_nothing_back()
    {
        PaymentRequest request = await PayAsync(new TokenAmount(7_000_000, Sample.Usdc));
        PaymentRequestState before = await Gateway.StateOfAsync(request);
        PaymentRequest refund = await AskBackAsync(new TokenAmount(2_000_000, Sample.Usdc));
        Chain.Mine(BackOf(refund).Sent("refund"));
        await Gateway.CatchUpAsync();
        Chain.ReplaceByEmpty(1);
        await Gateway.CatchUpAsync();

        Assert.That(await Gateway.StateOfAsync(request), Is.EqualTo(before));
        Assert.That((await Gateway.StateOfAsync(refund)).Exceptions, Is.EqualTo(PaymentRequestExceptions.Reverted));
    }

    [Test]
    public async Task A_refund_in_another_token_takes_nothing_from_what_was_received_in_the_one_that_was_asked_for()
    {
        PaymentRequest request = await PayAsync(new TokenAmount(3_000_000, Sample.Usdc), new TokenAmount(9, Sample.Dai));
        PaymentRequest refund = await AskBackAsync(new TokenAmount(9, Sample.Dai));
        Chain.Mine(BackOf(refund).Sent("refund"));
        await Gateway.CatchUpAsync();

        Assert.That(
            await Gateway.StateOfAsync(request),
            Is.EqualTo(new PaymentRequestState(
                PaymentRequestStatus.Open,
                PaymentRequestExceptions.Underpaid | PaymentRequestExceptions.WrongToken | PaymentRequestExceptions.Refunded,
                3_000_000,
                0)));
    }

    private static ATip BackOf(PaymentRequest refund) =>
        ATip.For(refund).From(refund.Refund!.Payer).Of(refund.Amount.Asked, refund.Token);

    /// <summary>Pays a request for 5 USDC, each amount in a block of its own, and makes it final.</summary>
    private async Task<PaymentRequest> PayAsync(params TokenAmount[] amounts)
    {
        PaymentRequest request = await Gateway.AskAsync(new AskedAmount.Fixed(5_000_000));
        foreach (TokenAmount amount in amounts)
        {
            Chain.Mine(ATip.For(request).Of(amount.BaseUnits, amount.Token).Sent(amount.ToString()));
        }

        await Gateway.CatchUpAsync();
        await Gateway.FinalizeAsync();
        return request;
    }

    /// <summary>Asks the payee to pay back the newest payment of that token.</summary>
    private async Task<PaymentRequest> AskBackAsync(TokenAmount amount)
    {
        Payment paid = (await Gateway.PaymentsAsync()).First(booked => booked.Payment.Tip.Amount.Token == amount.Token).Payment;
        PaymentRequest refund = Given.Request(Gateway.Ada, new AskedAmount.Fixed(amount.BaseUnits), "refund") with
        {
            Kind = PaymentRequestKind.Refund,
            Token = amount.Token,
            Payee = Sample.Payer,
            Refund = new RefundTerms(paid.Id.Bits, Sample.Payee),
        };
        await Gateway.WriteAsync(books => books.PaymentRequests.AddAsync(refund, CancellationToken.None));
        return refund;
    }
}
