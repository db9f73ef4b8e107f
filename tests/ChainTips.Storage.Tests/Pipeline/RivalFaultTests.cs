using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.PaymentRequests;
using ChainTips.Testing;

namespace ChainTips.Storage.Tests.Pipeline;

/// <summary>Six faults that are known of the nearest software of this kind, and are not to be had here.</summary>
[TestFixture(Engine.Sqlite)]
[TestFixture(Engine.Postgres)]
[CancelAfter(60_000)]
internal sealed class RivalFaultTests(Engine engine) : PipelineFixture(engine)
{
    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    [Test]
    [Description("There: the second tip of a transaction was dropped, for a payment was known by its transaction")]
    public async Task Two_tips_in_one_transaction_are_two_payments()
    {
        PaymentRequest one = await AskAsync("one");
        PaymentRequest two = await AskAsync("two");
        Chain.Mine(FakeTransaction.Of("both", [.. ATip.For(one).Of(5UL).Logs(), .. ATip.For(two).Of(5UL).Logs(), Deposit(one, 3).Log(), Deposit(two, 3).Log()]));
        await Gateway.CatchUpAsync();

        Assert.That(await Gateway.PaymentsAsync(), Has.Count.EqualTo(4));
        Assert.That((await ReceivedAsync(one), await ReceivedAsync(two)), Is.EqualTo(((UInt128)8, (UInt128)8)));
    }

    [Test]
    [Description("There: blocks were only read while a request was pending, and what was paid meanwhile was never seen")]
    public async Task Blocks_are_read_while_nothing_is_pending()
    {
        Chain.MineEmpty(3);
        await Gateway.CatchUpAsync();
        Chain.Mine(Tip.Sent("tip of a post, without any request"));
        await Gateway.CatchUpAsync();

        Assert.That((await Gateway.CursorAsync()).Head, Is.EqualTo(Chain.Head.Ref));
        await AssertBalanceAsync(Five, 0);
    }

    [Test]
    [Description("There: an address was watched until its request expired; money that came later stayed unseen")]
    public async Task Late_money_is_seen()
    {
        PaymentRequest request = await AskAsync("late", Sample.Genesis.AddSeconds(4));
        Chain.MineEmpty(2_000);
        Chain.Mine(Deposit(request, 5).Sent("an hour later"));
        await Gateway.CatchUpAsync();

        PaymentRequestState state = await Gateway.StateOfAsync(request);
        Assert.That((state.Status, state.Exceptions, state.Received), Is.EqualTo((PaymentRequestStatus.Pending, PaymentRequestExceptions.Late, (UInt128)5)));
    }

    [Test]
    [Description("There: an address was given to another request after a while, which was then credited with what came for the first")]
    public async Task An_address_never_credits_another_request()
    {
        PaymentRequest[] requests = [.. await Task.WhenAll(Enumerable.Range(0, 5).Select(i => AskAsync($"{i}", Sample.Genesis.AddSeconds(1))))];
        Chain.MineEmpty(10);
        Chain.Mine(Deposit(requests[0], 5).Sent("late for the first"));
        await Gateway.CatchUpAsync();
        PaymentRequest reused = requests[1] with { Id = Given.IdOf<PaymentRequest>("reused"), DepositAddress = requests[0].DepositAddress };

        Assert.That(requests.Select(request => request.DepositAddress).Distinct().Count(), Is.EqualTo(5));
        Assert.That(await Task.WhenAll(requests.Select(ReceivedAsync)), Is.EqualTo(new UInt128[] { 5, 0, 0, 0, 0 }));
        await Assert.ThatAsync(
            () => Gateway.WriteAsync(books => books.PaymentRequests.AddAsync(reused, Token)), Throws.InstanceOf<System.Data.Common.DbException>(), "the database refuses it");
    }

    [Test]
    [Description("There: of several requests that are paid at one creator's address, the first was credited with all")]
    public async Task Several_requests_on_one_address_of_a_creator_are_told_apart()
    {
        PaymentRequest[] requests = [await AskAsync("one"), await AskAsync("two"), await AskAsync("three")];
        Chain.Mine(
            ATip.For(requests[2]).Of(5UL).Sent("by the contract"),
            ATransfer.Of(5).Calling(requests[1]).Sent("by calldata"),
            ATransfer.Of(5).Sent("a private matter of the creator"));
        await Gateway.CatchUpAsync();

        Assert.That(requests.Select(request => request.Payee).Distinct().Count(), Is.EqualTo(1));
        Assert.That(await Task.WhenAll(requests.Select(ReceivedAsync)), Is.EqualTo(new UInt128[] { 0, 5, 5 }));
    }

    [Test]
    [Description("There: addresses came from a pool that was made beforehand; when it was empty, no request could be made")]
    public void No_pool_of_addresses_runs_dry()
    {
        ForwarderFactory factory = new(Sample.AddressOf("factory"));
        Money.Split split = Money.Split.AllTo(Sample.Payee);

        Address[] addresses = [.. Enumerable.Range(0, 5_000).Select(i => factory.ForwarderOf(Sample.HashOf($"reference {i}"), split))];

        Assert.That(addresses.Distinct().Count(), Is.EqualTo(addresses.Length), "an address is computed from the reference, and nothing is used up");
    }

    private async Task<PaymentRequest> AskAsync(string name, DateTimeOffset? expiresAt = null)
    {
        PaymentRequest request = Given.Request(Gateway.Ada, new AskedAmount.Fixed(5), name).WithDepositAddress();
        request = request with { ExpiresAt = expiresAt ?? request.ExpiresAt };
        await Gateway.WriteAsync(books => books.PaymentRequests.AddAsync(request, Token));
        Gateway.ReadDirectPayments();
        return request;
    }

    private static ATransfer Deposit(PaymentRequest request, int amount) => ATransfer.Of((UInt128)amount) with { To = request.DepositAddress!.Value };

    private async Task<UInt128> ReceivedAsync(PaymentRequest request) => (await Gateway.StateOfAsync(request)).Received;
}
