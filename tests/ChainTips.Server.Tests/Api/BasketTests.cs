using System.Text.Json.Nodes;
using ChainTips.Ethereum.Primitives;
using ChainTips.PaymentRequests;
using ChainTips.Server.Tests.Running;

namespace ChainTips.Server.Tests.Api;

/// <summary>Several creators and posts in one request.</summary>
[CancelAfter(60_000)]
internal sealed class BasketTests
{
    private RunningGateway _gateway = null!;
    private string _ada = "";
    private string _bob = "";

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _gateway = await RunningGateway.StartAsync(LocalChain.WithForwarders);
        _ada = await _gateway.CreateCreatorAsync();
        _bob = (await _gateway.PostAsync("/v1/creators", new { name = "Bob", address = LocalChain.Stranger.ToString() })).Text("id");
    }

    [OneTimeTearDown]
    public ValueTask StopAsync() => _gateway.DisposeAsync();

    [Test]
    public async Task A_basket_has_items_with_a_reference_and_a_state_each()
    {
        string post = await _gateway.CreatePostAsync(_ada);

        Answer basket = await AskAsync(new { post, amount = "1000000" }, new { creator = _bob, amount = "2000000", description = "thanks" });

        JsonArray items = basket.Json["items"]!.AsArray();
        Assert.That((basket.Text("kind"), basket.Text("amount"), basket.Text("status"), basket.Text("missing")), Is.EqualTo(("basket", "3000000", "open", "3000000")));
        Assert.That((basket.Json["payee"], basket.Json["depositAddress"]), Is.EqualTo(((JsonNode?)null, (JsonNode?)null)));
        Assert.That(items.Select(item => $"{item!["creator"]} {item["post"]} {item["amount"]} {item["status"]} {item["missing"]} {item["description"]}"), Is.EqualTo(new[]
        {
            $"{_ada} {post} 1000000 open 1000000 On engines", $"{_bob}  2000000 open 2000000 thanks",
        }));
        Assert.That(items.Select(item => (string)item!["paymentReference"]!).Append(basket.Text("paymentReference")), Is.Unique);
        Answer read = await _gateway.GetAsync($"/v1/payment-requests/{basket.Text("id")}");
        Assert.That(Answer.Spell(read.Body), Is.EqualTo(Answer.Spell(basket.Body)));
    }

    [Test]
    public async Task A_basket_is_paid_by_one_approval_and_one_call()
    {
        Answer basket = await AskAsync(new { creator = _ada, amount = "1000000" }, new { creator = _bob, amount = "2000000" });

        Answer intent = await IntendAsync(basket, "contract");

        TipPart[] parts = [Part(basket, 0, LocalChain.Payee, 1_000_000), Part(basket, 1, LocalChain.Stranger, 2_000_000)];
        Assert.That(
            intent.Json["calls"]!.AsArray().Select(call => (string)call!["data"]!),
            Is.EqualTo(new[] { Hex.Format(TipCalls.Approve(LocalChain.Router, 3_000_000)), Hex.Format(TipCalls.Tip(LocalChain.Token, parts)) }));
        Assert.That(
            basket.Json["calls"]!.AsArray().Select(call => (string)call!["data"]!),
            Is.EqualTo(intent.Json["calls"]!.AsArray().Select(call => (string)call!["data"]!)));
    }

    [TestCase("authorization", "ReceiveWithAuthorization")]
    [TestCase("permit", "Permit")]
    public async Task A_basket_is_paid_by_one_signature(string way, string type)
    {
        Answer basket = await AskAsync(new { creator = _ada, amount = "1000000" }, new { creator = _bob, amount = "2000000" });

        Answer intent = await IntendAsync(basket, way);

        Assert.That((string)intent.Json["typedData"]!["primaryType"]!, Is.EqualTo(type), intent.Body);
        Assert.That((string)intent.Json["typedData"]!["message"]!["value"]!, Is.EqualTo("3000000"));
    }

    [Test]
    [Description("Terms of one payee without a fee are settled by the token itself, so they must be those of the item")]
    public async Task A_basket_of_one_item_is_paid_as_that_item()
    {
        Answer basket = await AskAsync(new { creator = _ada, amount = "1000000" });

        Answer intent = await IntendAsync(basket, "authorization");

        Assert.That((string)intent.Json["typedData"]!["primaryType"]!, Is.EqualTo("TransferWithAuthorization"));
        await using IGatewayTransaction books = await _gateway.Database.BeginReadAsync(TestContext.CurrentContext.CancellationToken);
        IssuedTerms issued = (await books.References.FindTermsAsync([Hash32.Parse(intent.Text("nonce"))], TestContext.CurrentContext.CancellationToken)).Values.Single();
        Assert.That(issued.Request.Id.ToString(), Is.EqualTo((string)basket.Json["items"]![0]!["id"]!));
        Answer call = await _gateway.PostAsync(
            $"/v1/payment-requests/{basket.Text("id")}/calls",
            new { way = "authorization", payer = LocalChain.Payer.ToString(), signature = "0x11", nonce = intent.Text("nonce") });
        Assert.That((call.Status, call.Json["to"]?.ToString()), Is.EqualTo((201, LocalChain.Token.ToString())), call.Body);
    }

    [Test]
    public async Task An_item_can_be_paid_alone_and_the_basket_says_what_is_missing()
    {
        Answer basket = await AskAsync(new { creator = _ada, amount = "5" }, new { creator = _bob, amount = "7" });
        _gateway.Node.Chain.Mine(new ScriptedTip(Hash32.Parse((string)basket.Json["items"]![0]!["paymentReference"]!), 5));

        Answer part = await _gateway.UntilAsync($"/v1/payment-requests/{basket.Text("id")}", answer => answer.Text("received") == "5");
        Answer rest = await IntendAsync(basket, "contract");

        Assert.That((part.Text("status"), part.Text("missing"), (string)part.Json["exceptions"]!.AsArray().Single()!), Is.EqualTo(("open", "7", "underpaid")));
        Assert.That(part.Json["items"]!.AsArray().Select(item => (string)item!["missing"]!), Is.EqualTo(new[] { "0", "7" }));
        Assert.That(rest.Text("amount"), Is.EqualTo("7"), "what is paid already is not asked for again");
        Answer payments = await _gateway.GetAsync($"/v1/payments?paymentRequest={basket.Text("id")}");
        Assert.That(payments.Json["data"]!.AsArray().Select(payment => (string)payment!["amount"]!), Is.EqualTo(new[] { "5" }));
    }

    [Test]
    public async Task A_basket_is_taken_back_with_its_items()
    {
        Answer basket = await AskAsync(new { creator = _ada, amount = "5" }, new { creator = _bob, amount = "7" });

        Answer cancelled = await _gateway.PostAsync($"/v1/payment-requests/{basket.Text("id")}/cancel", new { });

        Assert.That(cancelled.Text("status"), Is.EqualTo("cancelled"));
        Assert.That(cancelled.Json["items"]!.AsArray().Select(item => (string)item!["status"]!), Is.All.EqualTo("cancelled"));
        Answer intent = await IntendAsync(basket, "contract");
        Assert.That((intent.Status, intent.Code), Is.EqualTo((409, "basket_paid")));
    }

    [Test]
    public async Task The_items_stand_with_their_basket_and_not_in_the_list()
    {
        Answer basket = await AskAsync(new { creator = _ada, amount = "5" }, new { creator = _bob, amount = "7" });

        Answer list = await _gateway.GetAsync("/v1/payment-requests?limit=1");
        Answer item = await _gateway.GetAsync($"/v1/payment-requests/{basket.Json["items"]![1]!["id"]}");

        Assert.That((string)list.Json["data"]![0]!["id"]!, Is.EqualTo(basket.Text("id")));
        Assert.That(list.Json["data"]![0]!["items"]!.AsArray(), Has.Count.EqualTo(2));
        Assert.That((item.Text("basket"), item.Text("kind")), Is.EqualTo((basket.Text("id"), "tip")));
    }

    [Test]
    public async Task A_page_shows_what_is_in_a_basket()
    {
        Answer basket = await AskAsync(new { creator = _ada, amount = "1000000" }, new { creator = _bob, amount = "2000000" });

        Answer page = await _gateway.GetAsync($"/pay/{basket.Text("id")}");

        Assert.That(page.Status, Is.EqualTo(200));
        Assert.That(page.Body, Does.Contain("2 creators at once").And.Contains("Bob").And.Contains($"/pay/{basket.Json["items"]![1]!["id"]}"));
    }

    [TestCase("""{"items": []}""", 400, "basket_size", "0 items")]
    [TestCase("""{"kind": "basket", "creator": "ADA", "amount": "5"}""", 400, "basket_without_items", "items")]
    [TestCase("""{"items": [{"creator": "ADA", "amount": "5"}], "creator": "ADA"}""", 400, "basket_ambiguous", "leave post")]
    [TestCase("""{"items": [{"creator": "ADA", "amount": "5"}], "kind": "unlock"}""", 400, "basket_ambiguous", "kind")]
    [TestCase("""{"items": [{"creator": "ADA", "amount": "5"}, {"creator": "ADA", "amount": "0"}]}""", 400, "amount_malformed", "items[1]: amount")]
    [TestCase("""{"items": [{"creator": "ADA"}]}""", 400, "amount_malformed", "items[0]: amount")]
    [TestCase("""{"items": [{"amount": "5"}]}""", 400, "payee_ambiguous", "items[0]")]
    [TestCase("""{"items": [null]}""", 400, "payee_ambiguous", "items[0]")]
    [TestCase("""{"items": [{"creator": "cr_00000000000000000000000001", "amount": "5"}]}""", 404, "creator_unknown", "items[0]")]
    [TestCase("""{"items": [{"creator": "ADA", "amount": "340282366920938463463374607431768211455"}, {"creator": "ADA", "amount": "1"}]}""", 400, "amount_malformed", "2^128")]
    public async Task What_is_no_basket_is_refused_with_what_to_do(string body, int status, string code, string said)
    {
        Answer refused = await _gateway.PostTextAsync("/v1/payment-requests", body.Replace("ADA", _ada, StringComparison.Ordinal));

        Assert.That((refused.Status, refused.Code), Is.EqualTo((status, code)), refused.Body);
        Assert.That(refused.Text("detail"), Does.Contain(said));
    }

    [TestCase(200, 201)]
    [TestCase(201, 400)]
    [TestCase(10_000, 413, Description = "the body of a request is bounded before it is read")]
    public async Task A_basket_has_at_most_two_hundred_items(int count, int status)
    {
        Answer answer = await _gateway.PostAsync("/v1/payment-requests", new { items = Enumerable.Repeat(new { creator = _ada, amount = "5" }, count) });

        Assert.That(answer.Status, Is.EqualTo(status));
        Assert.That(answer.Code, Is.EqualTo(status switch { 201 => null, 400 => "basket_size", _ => "body_too_large" }));
    }

    private static TipPart Part(Answer basket, int item, Address payee, int amount) =>
        new(payee, (UInt128)amount, Hash32.Parse((string)basket.Json["items"]![item]!["paymentReference"]!));

    private Task<Answer> AskAsync(params object[] items) => _gateway.AskAsync(new { items });

    private Task<Answer> IntendAsync(Answer basket, string way) =>
        _gateway.PostAsync($"/v1/payment-requests/{basket.Text("id")}/intents", new { way, payer = LocalChain.Payer.ToString() });
}
