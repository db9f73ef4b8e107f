using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.Ledger;
using ChainTips.PaymentRequests;
using ChainTips.Testing;

namespace ChainTips.Storage.Tests.Pipeline;

/// <summary>The deposit addresses that hold money, by the books.</summary>
[TestFixture(Engine.Sqlite)]
[TestFixture(Engine.Postgres)]
[CancelAfter(60_000)]
internal sealed class HeldDepositTests(Engine engine) : PipelineFixture(engine)
{
    private PaymentRequest[] _requests = [];

    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    [SetUp]
    public async Task AskAsync()
    {
        _requests = [.. Enumerable.Range(0, 3).Select(i => Given.Request(Gateway.Ada, new AskedAmount.Fixed(50), $"request {i}").WithDepositAddress())];
        await Gateway.WriteAsync(async books =>
        {
            foreach (PaymentRequest request in _requests)
            {
                await books.PaymentRequests.AddAsync(request, Token);
            }
        });
        Gateway.ReadDirectPayments();
    }

    [Test]
    public async Task What_was_not_swept_is_listed_and_what_was_is_not()
    {
        Chain.Mine(Deposit(0, 30, "one"), Deposit(0, 20, "two"), Deposit(1, 7, "three"));
        Chain.Mine(Sweep(1, 7, "sweep"));
        await Gateway.CatchUpAsync();

        HeldDeposit held = (await ListAsync()).Items.Single();

        Assert.That(held, Is.EqualTo(new HeldDeposit(_requests[0], Sample.Usdc, 50, 0, IsKept: false)));
        Assert.That(held.Held, Is.EqualTo((UInt128)50));
    }

    [Test]
    [Description("SweepFailed: the share of a payee who cannot be paid stays at the forwarder")]
    public async Task A_rest_that_a_sweep_left_is_kept_until_more_comes_or_it_is_paid()
    {
        Chain.Mine(Deposit(0, 50, "deposit"));
        Chain.Mine(Sweep(0, 20, "sweep of one payee"));
        await Gateway.CatchUpAsync();
        HeldDeposit kept = (await ListAsync()).Items.Single();
        Chain.Mine(Deposit(0, 1, "more"));
        await Gateway.CatchUpAsync();
        HeldDeposit unswept = (await ListAsync()).Items.Single();
        Chain.Mine(Sweep(0, 31, "sweep of all"));
        await Gateway.CatchUpAsync();

        Assert.That((kept.IsKept, kept.Held), Is.EqualTo((true, (UInt128)30)));
        Assert.That((unswept.IsKept, unswept.Held), Is.EqualTo((false, (UInt128)31)));
        Assert.That((await ListAsync()).Items, Is.Empty);
    }

    [Test]
    public async Task A_deposit_whose_block_left_the_chain_is_not_there()
    {
        Chain.Mine(Deposit(0, 50, "deposit"));
        await Gateway.CatchUpAsync();
        int seen = (await ListAsync()).Items.Count;
        Chain.ReplaceByEmpty(1);
        await Gateway.CatchUpAsync();

        Assert.That((seen, (await ListAsync()).Items.Count), Is.EqualTo((1, 0)));
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    [TestCase(100)]
    public async Task Pages_hold_each_request_whole_and_none_twice(int limit)
    {
        Chain.Mine([.. Enumerable.Range(0, 3).SelectMany(i => new[] { Deposit(i, 5, $"usdc {i}"), (ATransfer.Of(9, Sample.Dai) with { To = ForwarderOf(i) }).Sent($"dai {i}") })]);
        await Gateway.CatchUpAsync();

        List<(Id<PaymentRequest>, string)> listed = [];
        PageRequest<PaymentRequest> page = new(limit, null);
        for (bool more = true; more;)
        {
            Page<HeldDeposit> held = await ListAsync(page);
            listed.AddRange(held.Items.Select(one => (one.Request.Id, one.Token.Symbol)));
            more = held.HasMore;
            page = page with { After = held.Items[^1].Request.Id };
        }

        Assert.That(listed, Is.EquivalentTo(_requests.SelectMany(request => new[] { (request.Id, "USDC"), (request.Id, "DAI") })));
        Assert.That(listed.Select(one => one.Item1).Distinct(), Is.EqualTo(_requests.Reverse().Select(request => request.Id)), "newest first");
    }

    [Test]
    public async Task Another_platform_sees_nothing()
    {
        Id<Platforms.Platform> other = Gateway.AddPlatform("other");
        Chain.Mine(Deposit(0, 50, "deposit"));
        await Gateway.CatchUpAsync();

        Assert.That((await Gateway.ReadAsync(books => books.Ledger.ListHeldAsync(other, new PageRequest<PaymentRequest>(100, null), Token))).Items, Is.Empty);
    }

    private Address ForwarderOf(int request) => _requests[request].DepositAddress!.Value;

    private FakeTransaction Deposit(int request, int amount, string name) => (ATransfer.Of((UInt128)amount) with { To = ForwarderOf(request) }).Sent(name);

    private FakeTransaction Sweep(int request, int amount, string name) => ATransfer.Of((UInt128)amount).Between(ForwarderOf(request), Sample.Payee).Sent(name);

    private Task<Page<HeldDeposit>> ListAsync(PageRequest<PaymentRequest>? page = null) =>
        Gateway.ReadAsync(books => books.Ledger.ListHeldAsync(Given.PlatformId, page ?? new PageRequest<PaymentRequest>(100, null), Token));
}
