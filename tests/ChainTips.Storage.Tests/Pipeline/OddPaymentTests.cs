using ChainTips.Identity;
using ChainTips.Ledger;
using ChainTips.PaymentRequests;
using ChainTips.Testing;
using ChainTips.Tips;

namespace ChainTips.Storage.Tests.Pipeline;

/// <summary>The payments that are credited and are not what was asked for.</summary>
[TestFixture(Engine.Sqlite)]
[TestFixture(Engine.Postgres)]
[CancelAfter(60_000)]
internal sealed class OddPaymentTests(Engine engine) : PipelineFixture(engine)
{
    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    [Test]
    public async Task What_is_in_another_token_and_the_newest_payment_of_what_is_paid_too_much_are_found()
    {
        PaymentRequest exact = await Gateway.AskAsync(new AskedAmount.Fixed(5), "exact");
        PaymentRequest over = await Gateway.AskAsync(new AskedAmount.Fixed(5), "over");
        PaymentRequest open = await Gateway.AskAsync(new AskedAmount.Open(1, 9), "open");
        FakeTransaction tooMuch = ATip.For(over).Of(3UL).Sent("too much");
        FakeTransaction otherToken = ATip.For(open).Of(4, Sample.Dai).Sent("other token");
        Chain.Mine(ATip.For(exact).Of(5UL).Sent("exact"), ATip.For(over).Of(3UL).Sent("part"), tooMuch);
        Chain.Mine(ATip.For(open).Of(9UL).Sent("most"), otherToken);
        await Gateway.CatchUpAsync();

        IReadOnlyList<BookedPayment> odd = await ListAsync(Given.PlatformId);

        Assert.That(
            odd.Select(booked => booked.Payment.Tip.Location.TransactionHash),
            Is.EqualTo(new[] { otherToken.Hash, tooMuch.Hash }), "newest first");
        Assert.That(await ListAsync(Gateway.AddPlatform("other")), Is.Empty);
    }

    [Test]
    public async Task What_is_put_away_or_left_the_chain_is_not_listed()
    {
        PaymentRequest request = await Gateway.AskAsync(new AskedAmount.Fixed(5));
        FakeTransaction paid = ATip.For(request).Of(4, Sample.Dai).Sent("other token");
        Chain.Mine(paid);
        Chain.Mine(ATip.For(request).Of(9UL).Sent("too much"));
        await Gateway.CatchUpAsync();
        int before = (await ListAsync(Given.PlatformId)).Count;
        LogPosition transfer = new(Sample.ChainId, paid.Hash, 0);
        await Gateway.WriteAsync(books => books.Inbox.DismissPaymentAsync(Given.PlatformId, transfer, "taken", Sample.Genesis, Token));
        Chain.ReplaceByEmpty(1);
        await Gateway.CatchUpAsync();

        Assert.That(before, Is.EqualTo(2));
        Assert.That(await ListAsync(Given.PlatformId), Is.Empty);
    }

    private Task<IReadOnlyList<BookedPayment>> ListAsync(Id<Platforms.Platform> platformId) =>
        Gateway.ReadAsync(books => books.Ledger.ListOddAsync(platformId, 100, Token));
}
