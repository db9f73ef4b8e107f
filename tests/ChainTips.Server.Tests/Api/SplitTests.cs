using System.Globalization;
using System.Text.Json.Nodes;
using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Money;
using ChainTips.PaymentRequests;
using ChainTips.Server.Tests.Running;

namespace ChainTips.Server.Tests.Api;

/// <summary>Posts with several payees, and the deposit addresses of what is asked for them.</summary>
[CancelAfter(30_000)]
internal sealed class SplitTests
{
    private static readonly Address Bob = LocalChain.Stranger;

    private RunningGateway _gateway = null!;
    private string _ada = "";
    private string _bob = "";

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _gateway = await RunningGateway.StartAsync(LocalChain.WithForwarders);
        _ada = await _gateway.CreateCreatorAsync();
        _bob = (await _gateway.PostAsync("/v1/creators", new { name = "Bob", address = Bob.ToString() })).Text("id");
    }

    [OneTimeTearDown]
    public ValueTask StopAsync() => _gateway.DisposeAsync();

    [Test]
    public async Task A_post_shows_between_whom_its_money_is_divided()
    {
        Answer post = await AddPostAsync(Payees((_ada, 7500), (_bob, 2500)));

        Answer read = await _gateway.GetAsync($"/v1/posts/{post.Text("id")}");

        Assert.That(post.Status, Is.EqualTo(201));
        Assert.That(Answer.Spell(read.Body), Is.EqualTo(Answer.Spell(post.Body)));
        Assert.That(DescribePayees(read), Is.EqualTo(new[] { $"{_ada} {LocalChain.Payee} 7500", $"{_bob} {Bob} 2500" }));
    }

    [Test]
    public async Task A_post_without_payees_is_all_its_creators()
    {
        Answer post = await AddPostAsync(null);
        Answer alone = await AddPostAsync(Payees((_ada, 10000)));

        Assert.That(DescribePayees(post), Is.Empty);
        Assert.That(DescribePayees(alone), Is.Empty);
    }

    [Test]
    public async Task A_request_copies_the_split_of_its_post_and_is_paid_at_a_deposit_address()
    {
        Answer post = await AddPostAsync(Payees((_bob, 1), (_ada, 9999)));

        Answer request = await _gateway.AskAsync(new { post = post.Text("id"), amount = "1500000" });

        Split split = new(new Share(Bob, 1), new Share(LocalChain.Payee, 9999));
        Address expected = LocalChain.ForwarderFactory.ForwarderOf(Hash32.Parse(request.Text("paymentReference")), split);
        Assert.That(request.Text("depositAddress"), Is.EqualTo(expected.ToString()));
        Assert.That(request.Json["payee"], Is.Null);
        Assert.That(DescribePayees(request), Is.EqualTo(DescribePayees(post)));
        Answer read = await _gateway.GetAsync($"/v1/payment-requests/{request.Text("id")}");
        Assert.That(Answer.Spell(read.Body), Is.EqualTo(Answer.Spell(request.Body)));
    }

    [Test]
    public async Task The_one_call_of_a_divided_request_sends_to_its_deposit_address()
    {
        Answer post = await AddPostAsync(Payees((_ada, 5000), (_bob, 5000)));

        Answer request = await _gateway.AskAsync(new { post = post.Text("id"), amount = "1500000" });

        JsonNode call = request.Json["calls"]!.AsArray().Single()!;
        Assert.That((string)call["purpose"]!, Is.EqualTo("transfer"));
        Assert.That((string)call["to"]!, Is.EqualTo(LocalChain.Token.ToString()));
        Assert.That((string)call["uri"]!, Is.EqualTo($"ethereum:{LocalChain.Token}@31337/transfer?address={request.Text("depositAddress")}&uint256=1500000"));
        Assert.That((string)call["data"]!, Does.StartWith("0xa9059cbb").And.Contain(request.Text("depositAddress")[2..].ToLowerInvariant()));
    }

    [Test]
    public async Task A_request_says_how_anybody_pays_out_its_deposits()
    {
        Answer post = await AddPostAsync(Payees((_ada, 5000), (_bob, 5000)));
        Answer request = await _gateway.AskAsync(new { post = post.Text("id"), amount = "1500000" });

        JsonNode sweep = request.Json["sweep"]!;
        byte[] expected = ForwarderFactory.DeployAndSweepCall(
            Hash32.Parse(request.Text("paymentReference")), new Split(new Share(LocalChain.Payee, 5000), new Share(Bob, 5000)), LocalChain.Token);
        Assert.That((string)sweep["purpose"]!, Is.EqualTo("sweep"));
        Assert.That((string)sweep["to"]!, Is.EqualTo(LocalChain.ForwarderFactory.Address.ToString()));
        Assert.That((string)sweep["data"]!, Is.EqualTo(Hex.Format(expected)));
    }

    [TestCase("contract", "tip")]
    [TestCase("authorization", null)]
    [Description("The parts are those of the sweep, to the unit")]
    public async Task A_divided_request_is_paid_by_one_call_of_the_contract(string way, string? purpose)
    {
        Answer post = await AddPostAsync(Payees((_ada, 6667), (_bob, 3333)));
        Answer request = await _gateway.AskAsync(new { post = post.Text("id"), amount = "1000001" });

        Answer intent = await _gateway.PostAsync($"/v1/payment-requests/{request.Text("id")}/intents", new { way });

        Assert.That(intent.Status, Is.EqualTo(201), intent.Body);
        Assert.That((string?)intent.Json["calls"]!.AsArray().LastOrDefault()?["purpose"], Is.EqualTo(purpose));
        if (purpose is not null)
        {
            string data = (string)intent.Json["calls"]![1]!["data"]!;
            TipPart[] parts =
            [
                new(LocalChain.Payee, 666_701, Hash32.Parse(request.Text("paymentReference"))), new(Bob, 333_300, Hash32.Parse(request.Text("paymentReference"))),
            ];
            Assert.That(data, Is.EqualTo(Hex.Format(TipCalls.Tip(LocalChain.Token, parts))));
        }
        else
        {
            Assert.That((string)intent.Json["typedData"]!["primaryType"]!, Is.EqualTo("ReceiveWithAuthorization"));
            Assert.That((string)intent.Json["typedData"]!["message"]!["to"]!, Is.EqualTo(LocalChain.Router.ToString()));
            Assert.That((string)intent.Json["typedData"]!["message"]!["value"]!, Is.EqualTo("1000001"));
        }
    }

    [TestCase("calldata")]
    public async Task A_way_that_pays_one_alone_is_not_offered_for_a_divided_request(string way)
    {
        Answer post = await AddPostAsync(Payees((_ada, 5000), (_bob, 5000)));
        Answer request = await _gateway.AskAsync(new { post = post.Text("id"), amount = "1500000" });

        Answer refused = await _gateway.PostAsync($"/v1/payment-requests/{request.Text("id")}/intents", new { way });
        Answer offered = await _gateway.PostAsync($"/v1/payment-requests/{request.Text("id")}/intents", new { way = "deposit_address" });

        Assert.That(refused.Status, Is.EqualTo(409));
        Assert.That(refused.Code, Is.EqualTo("way_not_offered"));
        Assert.That(refused.Text("detail"), Does.Contain("pays one alone. Choose one of contract, authorization, deposit_address, permit"));
        Assert.That(offered.Text("depositAddress"), Is.EqualTo(request.Text("depositAddress")));
    }

    [Test]
    public async Task A_request_for_one_creator_has_a_deposit_address_beside_the_calls_of_the_contract()
    {
        Answer request = await _gateway.AskAsync(new { creator = _ada, amount = "1500000" });

        Address expected = LocalChain.ForwarderFactory.ForwarderOf(
            Hash32.Parse(request.Text("paymentReference")), Split.AllTo(LocalChain.Payee));
        Assert.That(request.Text("depositAddress"), Is.EqualTo(expected.ToString()));
        Assert.That(request.Text("payee"), Is.EqualTo(LocalChain.Payee.ToString()));
        Assert.That(request.Json["calls"]!.AsArray().Select(call => (string)call!["purpose"]!), Is.EqualTo(new[] { "approve", "tip" }));
    }

    [TestCase("[]", 400, "split_invalid", "1 to 20 payees, not 0")]
    [TestCase("[{\"creator\": \"ADA\", \"basisPoints\": 9999}]", 400, "split_invalid", "sum up to 9999")]
    [TestCase("[{\"creator\": \"ADA\", \"basisPoints\": 5000}, {\"creator\": \"BOB\", \"basisPoints\": 5001}]", 400, "split_invalid", "sum up to 10001")]
    [TestCase("[{\"creator\": \"ADA\", \"basisPoints\": 10000}, {\"creator\": \"BOB\", \"basisPoints\": 0}]", 400, "split_invalid", "Give 1 or more")]
    [TestCase("[{\"creator\": \"ADA\", \"basisPoints\": 10001}, {\"creator\": \"BOB\", \"basisPoints\": -1}]", 400, "split_invalid", "is -1 basis points")]
    [TestCase("[{\"creator\": \"ADA\"}]", 400, "split_invalid", "is 0 basis points")]
    [TestCase("[{\"creator\": \"ADA\", \"basisPoints\": 5000}, {\"creator\": \"ADA\", \"basisPoints\": 5000}]", 400, "split_invalid", "in the split twice")]
    [TestCase("[{\"creator\": \"BOB\", \"basisPoints\": 10000}]", 400, "split_without_creator", "is not among them")]
    [TestCase("[{\"creator\": \"cr_00000000000000000000000001\", \"basisPoints\": 10000}]", 404, "creator_unknown", "cr_00000000000000000000000001")]
    [TestCase("[null]", 404, "creator_unknown", "creator")]
    [TestCase("[{\"basisPoints\": 10000}]", 404, "creator_unknown", "creator")]
    [TestCase("[{\"creator\": \"ADA\", \"basisPoints\": 99.5}]", 400, "body_malformed", "basisPoints")]
    [TestCase("{}", 400, "body_malformed", "payees")]
    public async Task Payees_that_are_no_split_are_refused_with_what_to_do(string payees, int status, string code, string said)
    {
        string known = payees.Replace("ADA", _ada, StringComparison.Ordinal).Replace("BOB", _bob, StringComparison.Ordinal);

        Answer answer = await _gateway.PostTextAsync("/v1/posts", $$"""{"creator": "{{_ada}}", "title": "On engines", "payees": {{known}}}""");

        Assert.That(answer.Code, Is.EqualTo(code));
        Assert.That(answer.Status, Is.EqualTo(status));
        Assert.That(answer.Text("detail"), Does.Contain(said));
    }

    [Test]
    public async Task More_payees_than_a_sweep_can_pay_are_refused()
    {
        Answer answer = await AddPostAsync(Payees([.. Enumerable.Repeat((_ada, 1), 21)]));

        Assert.That(answer.Code, Is.EqualTo("split_invalid"));
        Assert.That(answer.Text("detail"), Does.Contain("1 to 20 payees, not 21"));
    }

    [Test]
    [Description("Two creators may have one address; the contract pays an address once")]
    public async Task Two_payees_of_one_address_are_refused()
    {
        string twin = await _gateway.CreateCreatorAsync("Twin");

        Answer answer = await AddPostAsync(Payees((_ada, 5000), (twin, 5000)));

        Assert.That(answer.Code, Is.EqualTo("split_invalid"));
        Assert.That(answer.Text("detail"), Does.Contain($"{LocalChain.Payee} is in the split twice"));
    }

    [Test]
    [Description("A split does not nest: what is divided is not divided again")]
    public async Task A_deposit_address_is_no_address_of_a_creator()
    {
        Answer request = await _gateway.AskAsync(new { creator = _ada });

        Answer answer = await _gateway.PostAsync("/v1/creators", new { name = "Nest", address = request.Text("depositAddress") });

        Assert.That(answer.Code, Is.EqualTo("address_is_deposit_address"));
        Assert.That(answer.Text("detail"), Does.Contain(request.Text("id")));
    }

    [Test]
    public async Task The_forwarder_factory_and_its_code_are_no_address_of_a_creator()
    {
        foreach (Address contract in new[] { LocalChain.ForwarderFactory.Address, LocalChain.ForwarderFactory.Implementation })
        {
            Answer answer = await _gateway.PostAsync("/v1/creators", new { name = "Lost", address = contract.ToString() });

            Assert.That(answer.Code, Is.EqualTo("address_unpayable"));
        }
    }

    [Test]
    public async Task A_divided_post_is_paid_by_the_contract_on_a_chain_without_a_forwarder_factory()
    {
        await using RunningGateway gateway = await RunningGateway.StartAsync();
        string ada = await gateway.CreateCreatorAsync();
        string bob = (await gateway.PostAsync("/v1/creators", new { name = "Bob", address = Bob.ToString() })).Text("id");
        Answer post = await gateway.PostAsync("/v1/posts", new { creator = ada, title = "Two", payees = Payees((ada, 5000), (bob, 5000)) });

        Answer request = await gateway.AskAsync(new { post = post.Text("id"), amount = "1000000" });

        Assert.That(request.Json["depositAddress"], Is.Null);
        Assert.That(request.Json["calls"]!.AsArray().Select(call => (string)call!["purpose"]!), Is.EqualTo(new[] { "approve", "tip" }));
        Assert.That(request.Json["calls"]![1]!["uri"], Is.Null, "no link can say a list of payees");
        Answer page = await gateway.GetAsync($"/pay/{request.Text("id")}");
        Assert.That(page.Status, Is.EqualTo(200));
    }

    [Test]
    public async Task The_page_of_a_divided_request_says_where_to_send_and_who_is_paid()
    {
        Answer post = await AddPostAsync(Payees((_ada, 7550), (_bob, 2450)));
        Answer request = await _gateway.AskAsync(new { post = post.Text("id"), amount = "1500000" });

        Answer page = await _gateway.GetAsync($"/pay/{request.Text("id")}");

        Assert.That(page.Body, Does.Contain("Pay by sending").And.Contain(request.Text("depositAddress")));
        Assert.That(page.Body, Does.Contain("Send 1.500000 TUSD").And.Contain("75.5 %").And.Contain("24.5 %").And.Contain(Bob.ToString()));
        Assert.That(page.Body, Does.Not.Contain("Approve").And.Not.Contain("Send the tip"));
    }

    [Test]
    public async Task The_page_of_a_request_for_one_offers_the_deposit_address_beside_the_contract()
    {
        Answer request = await _gateway.AskAsync(new { creator = _ada, amount = "1500000" });

        Answer page = await _gateway.GetAsync($"/pay/{request.Text("id")}");

        Assert.That(page.Body, Does.Contain("Or send from anywhere").And.Contain(request.Text("depositAddress")).And.Contain("Send the tip"));
    }

    private static object[] Payees(params (string Creator, int BasisPoints)[] payees) =>
        [.. payees.Select(payee => new { creator = payee.Creator, basisPoints = payee.BasisPoints })];

    private static string[] DescribePayees(Answer answer) =>
    [
        .. answer.Json["payees"]!.AsArray().Select(payee => string.Create(
            CultureInfo.InvariantCulture, $"{(string)payee!["creator"]!} {(string)payee["address"]!} {(int)payee["basisPoints"]!}")),
    ];

    private Task<Answer> AddPostAsync(object[]? payees) => _gateway.PostAsync("/v1/posts", new { creator = _ada, title = "On engines", payees });
}
