using System.Data.Common;
using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.Matching;
using ChainTips.Money;
using ChainTips.PaymentRequests;
using ChainTips.Platforms;
using ChainTips.Posts;
using ChainTips.Testing;

namespace ChainTips.Storage.Tests.Sql;

[TestFixture(Engine.Sqlite)]
[TestFixture(Engine.Postgres)]
[CancelAfter(30_000)]
internal sealed class SqlPaymentRequestBookTests(Engine engine)
{
    private TestGateway _gateway = null!;

    private static IEnumerable<AskedAmount> Amounts =>
    [
        new AskedAmount.Fixed(1), new AskedAmount.Fixed(UInt128.MaxValue), new AskedAmount.Fixed(5, 4), new AskedAmount.Fixed(UInt128.MaxValue, UInt128.MaxValue - 1), new AskedAmount.Open(1, UInt128.MaxValue),
        new AskedAmount.Open(5, 5), new AskedAmount.Open(UInt128.MaxValue - 1, UInt128.MaxValue),
    ];

    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    [SetUp]
    public async Task StartAsync() => _gateway = await TestGateway.StartAsync(engine);

    [TearDown]
    public void Stop() => _gateway.Dispose();

    [TestCaseSource(nameof(Amounts))]
    public async Task A_request_is_read_back_as_it_was_kept(AskedAmount amount)
    {
        PaymentRequest request = Given.Request(_gateway.Ada, amount) with
        {
            Token = Sample.Dai,
            Description = "für 'dich'",
            Kind = amount is AskedAmount.Fixed ? PaymentRequestKind.Unlock : PaymentRequestKind.Basket,
        };
        await AddAsync(request);

        TrackedRequest? found = await FindAsync(request.Id);

        Assert.That(found!.Request, Is.EqualTo(request));
        Assert.That(found.StateBy(FinalityByAmount.AlwaysFinal), Is.EqualTo(PaymentRequestState.New));
    }

    [Test]
    [Description("Items are found with their basket, in their order, and stand in no list of their own")]
    public async Task A_basket_is_read_back_with_its_items()
    {
        PaymentRequest basket = Given.Request(_gateway.Ada, new AskedAmount.Fixed(12), "basket") with { Kind = PaymentRequestKind.Basket };
        PaymentRequest[] items =
        [
            .. new[] { 5, 7 }.Select(amount => Given.Request(_gateway.Ada, new AskedAmount.Fixed((UInt128)amount), $"item {amount}") with { Basket = basket.Id }),
        ];
        foreach (PaymentRequest request in items.Prepend(basket))
        {
            await AddAsync(request);
        }

        IReadOnlyList<TrackedRequest> found = await _gateway.ReadAsync(books => books.PaymentRequests.ListItemsAsync(basket.Id, Token));
        Page<TrackedRequest> list = await _gateway.ReadAsync(
            books => books.PaymentRequests.ListAsync(Given.PlatformId, new PageRequest<PaymentRequest>(10, null), Token));

        Assert.That(found.Select(item => item.Request), Is.EqualTo(items));
        Assert.That(list.Items.Select(one => one.Request), Is.EqualTo(new[] { basket }));
        Assert.That((await FindAsync(items[1].Id))!.Request.Basket, Is.EqualTo(basket.Id));
        Assert.That(await _gateway.ReadAsync(books => books.PaymentRequests.ListItemsAsync(items[0].Id, Token)), Is.Empty);
    }

    [Test]
    [Description("The terms of a basket ask for the fee of each of its items, and of nothing else")]
    public async Task The_receivers_of_fees_are_found_for_a_request_and_for_the_items_of_a_basket()
    {
        PaymentRequest basket = Given.Request(_gateway.Ada, new AskedAmount.Fixed(12), "basket") with { Kind = PaymentRequestKind.Basket };
        PaymentRequest item = Given.Request(_gateway.Ada, new AskedAmount.Fixed(5), "item") with { Basket = basket.Id };
        PaymentRequest other = Given.Request(_gateway.Ada, new AskedAmount.Fixed(5), "other");
        await AddAsync(basket);
        await AddAsync(item);
        await AddAsync(other);
        PaymentTerms terms = Given.Terms(basket, 12);
        await _gateway.WriteAsync(async books =>
        {
            await books.PaymentRequests.AddTermsAsync(new IssuedTerms(terms with { Fee = 1UL, FeeReceiver = Sample.Stranger }, basket), Sample.Genesis, Token);
            await books.PaymentRequests.AddTermsAsync(new IssuedTerms(terms, other), Sample.Genesis, Token);
        });

        IReadOnlyDictionary<Hash32, IReadOnlySet<Address>> found = await _gateway.ReadAsync(
            books => books.References.FindFeeReceiversAsync([basket.Reference.Value, item.Reference.Value, other.Reference.Value], Token));

        Assert.That(found.Keys, Is.EquivalentTo(new[] { basket.Reference.Value, item.Reference.Value }));
        Assert.That(found[item.Reference.Value], Is.EqualTo(new[] { Sample.Stranger }));
    }

    [Test]
    public async Task A_request_for_a_post_names_it()
    {
        PaymentRequest request = Given.Request(_gateway.Ada, new AskedAmount.Fixed(5), post: _gateway.First);
        await AddAsync(request);

        Assert.That((await FindAsync(request.Id))!.Request, Is.EqualTo(request));
        Assert.That(
            (await _gateway.ReadAsync(books => books.References.FindAsync([request.Reference.Value], Token)))[request.Reference.Value],
            Is.EqualTo(new PaymentSubject.OfRequest(request)));
    }

    [Test]
    public async Task A_request_is_read_back_with_its_payees_and_found_by_its_deposit_address()
    {
        Creator bob = Given.Creator(Given.PlatformId, "bob", Sample.Stranger);
        PaymentRequest alone = Given.Request(_gateway.Ada, new AskedAmount.Fixed(5), "alone");
        PaymentRequest request = Given.Request(_gateway.Ada, new AskedAmount.Fixed(5)) with
        {
            Payees = new CreatorSplit(new CreatorShare(bob.Id, bob.Address, 1), new CreatorShare(_gateway.Ada.Id, Sample.Payer, 9_999)),
            DepositAddress = Sample.AddressOf("deposit"),
        };
        await _gateway.WriteAsync(books => books.Posts.AddCreatorAsync(bob, Token));
        await AddAsync(request);
        await AddAsync(alone);

        PaymentRequest[] listed = [.. (await ListAsync(Given.PlatformId, 2, null)).Items.Select(tracked => tracked.Request)];

        Assert.That((await FindAsync(request.Id))!.Request, Is.EqualTo(request));
        Assert.That(listed, Is.EqualTo(new[] { alone, request }));
        Assert.That(listed[1].Split, Is.EqualTo(new Split(new Share(Sample.Stranger, 1), new Share(Sample.Payer, 9_999))));
        Assert.That(listed[0].Split, Is.EqualTo(Split.AllTo(_gateway.Ada.Address)));
        Assert.That(
            (await _gateway.ReadAsync(books => books.References.FindForwardersAsync([request.DepositAddress!.Value, Sample.Payee], Token))).Single().Value,
            Is.EqualTo(request));
    }

    [Test]
    public async Task A_request_that_is_not_there_is_not_found() =>
        Assert.That(await FindAsync(Given.IdOf<PaymentRequest>("unknown")), Is.Null);

    [Test]
    public async Task Requests_are_listed_newest_first_page_by_page_and_only_to_their_platform()
    {
        PaymentRequest[] requests = [.. Enumerable.Range(1, 5).Select(i => Given.Request(_gateway.Ada, new AskedAmount.Fixed((UInt128)i), $"request {i}"))];
        foreach (PaymentRequest request in requests)
        {
            await AddAsync(request);
        }

        Page<TrackedRequest> first = await ListAsync(Given.PlatformId, 3, null);
        Page<TrackedRequest> second = await ListAsync(Given.PlatformId, 3, first.Items[^1].Request.Id);

        Assert.That(first.Items.Concat(second.Items).Select(tracked => tracked.Request), Is.EqualTo(requests.Reverse()));
        Assert.That(first.HasMore, Is.True);
        Assert.That(second.HasMore, Is.False);
        Assert.That((await ListAsync(_gateway.AddPlatform("other"), 3, null)).Items, Is.Empty);
    }

    [Test]
    public async Task An_empty_list_is_a_page_too()
    {
        Page<TrackedRequest> page = await ListAsync(Given.PlatformId, 3, null);

        Assert.That(page.Items, Is.Empty);
        Assert.That(page.HasMore, Is.False);
    }

    [Test]
    public async Task A_request_expires_by_the_time_of_the_chain_and_not_by_ours()
    {
        PaymentRequest request = await _gateway.AskAsync(new AskedAmount.Fixed(5), expiresAt: Sample.Genesis.AddSeconds(4));
        _gateway.Clock.Advance(TimeSpan.FromDays(1000));
        List<PaymentRequestStatus> seen = [(await _gateway.StateOfAsync(request)).Status];
        for (int i = 0; i < 3; i++)
        {
            _gateway.Chain.MineEmpty(1);
            await _gateway.CatchUpAsync();
            seen.Add((await _gateway.StateOfAsync(request)).Status);
        }

        Assert.That(
            seen,
            Is.EqualTo(new[] { PaymentRequestStatus.Open, PaymentRequestStatus.Open, PaymentRequestStatus.Expired, PaymentRequestStatus.Expired }));
    }

    [Test]
    public async Task An_amount_of_zero_or_a_range_that_is_empty_cannot_be_kept()
    {
        foreach (AskedAmount amount in new AskedAmount[] { new AskedAmount.Fixed(0), new AskedAmount.Open(0, 5), new AskedAmount.Open(6, 5) })
        {
            await Assert.ThatAsync(() => AddAsync(Given.Request(_gateway.Ada, amount)), Throws.InstanceOf<DbException>());
        }

        Assert.That(_gateway.Count("payment_requests"), Is.Zero);
    }

    private Task AddAsync(PaymentRequest request) => _gateway.WriteAsync(books => books.PaymentRequests.AddAsync(request, Token));

    private Task<TrackedRequest?> FindAsync(Id<PaymentRequest> id) => _gateway.ReadAsync(books => books.PaymentRequests.FindAsync(id, Token));

    private Task<Page<TrackedRequest>> ListAsync(Id<Platform> platform, int limit, Id<PaymentRequest>? after) =>
        _gateway.ReadAsync(books => books.PaymentRequests.ListAsync(platform, new PageRequest<PaymentRequest>(limit, after), Token));
}
