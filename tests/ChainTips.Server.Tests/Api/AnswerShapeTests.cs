using System.Text.Json.Nodes;
using ChainTips.Server.Tests.Running;

namespace ChainTips.Server.Tests.Api;

/// <summary>What each endpoint answers when nothing is wrong, member by member.</summary>
[CancelAfter(30_000)]
internal sealed class AnswerShapeTests
{
    private const string Digits = "[0-9a-hjkmnp-tv-z]{26}$";

    private static readonly string[] Paths =
    [
        "/v1/creators", "/v1/creators/{id}", "/v1/creators/{id}/reference", "/v1/posts", "/v1/posts/{id}", "/v1/payment-requests", "/v1/payment-requests/{id}",
        "/v1/payment-requests/{id}/cancel", "/v1/payment-requests/{id}/intents", "/v1/payment-requests/{id}/calls", "/v1/payment-requests/{id}/claims/message", "/v1/payment-requests/{id}/claims",
        "/v1/inbox/{chainId}/{transactionHash}/{position}/assign", "/v1/inbox/{chainId}/{transactionHash}/{position}/dismiss", "/v1/payments/{id}/refunds", "/v1/relays", "/v1/relays/{id}",
        "/v1/payments", "/v1/payments/{id}", "/v1/receipts/{id}", "/.well-known/chaintips.json", "/v1/ledger/trial-balance", "/v1/inbox", "/v1/chains", "/v1/policy", "/v1/policy/check",
        "/v1/inbox/counted", "/v1/deposits", "/health/live", "/health/ready", "/metrics",
    ];

    private RunningGateway _gateway = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _gateway = await RunningGateway.StartAsync();

    [OneTimeTearDown]
    public ValueTask StopAsync() => _gateway.DisposeAsync();

    [Test]
    public async Task A_creator_is_added()
    {
        Answer creator = await _gateway.PostAsync("/v1/creators", new { name = "Ada", address = LocalChain.Payee.ToString() });

        Assert.That(creator.Status, Is.EqualTo(201));
        Assert.That(creator.MediaType, Is.EqualTo("application/json; charset=utf-8"));
        Expect(creator, $$"""
            {"id": "{{creator.Text("id")}}", "name": "Ada", "address": "{{LocalChain.Payee}}", "createdAt": "{{creator.Text("createdAt")}}"}
            """);
        Assert.That(creator.Text("id"), Does.Match("^cr_" + Digits));
        Assert.That(DateTimeOffset.Parse(creator.Text("createdAt"), null), Is.EqualTo(TimeProvider.System.GetUtcNow()).Within(TimeSpan.FromMinutes(1)));
    }

    [TestCase("0x3c44cdddb6a900fa2b585dd299e03d12fa4293bc")]
    [TestCase("0x3C44CDDDB6A900FA2B585DD299E03D12FA4293BC")]
    public async Task An_address_in_one_case_is_taken_and_answered_with_its_checksum(string address)
    {
        Answer creator = await _gateway.PostAsync("/v1/creators", new { name = "Ada", address });

        Assert.That(creator.Text("address"), Is.EqualTo(LocalChain.Payee.ToString()));
    }

    [Test]
    public async Task A_post_is_added()
    {
        string creator = await _gateway.CreateCreatorAsync();

        Answer post = await _gateway.PostAsync("/v1/posts", new { creator, title = "On engines", url = "https://blog.example/engines?page=1" });

        Assert.That(post.Status, Is.EqualTo(201));
        Expect(post, $$"""
            {
              "id": "{{post.Text("id")}}", "creator": "{{creator}}", "title": "On engines", "url": "https://blog.example/engines?page=1",
              "payees": [], "paymentReference": "{{post.Text("paymentReference")}}", "createdAt": "{{post.Text("createdAt")}}"
            }
            """);
        Assert.That(post.Text("id"), Does.Match("^post_" + Digits));
        Assert.That(post.Text("paymentReference"), Does.Match("^0x[0-9a-f]{64}$"));
    }

    [Test]
    public async Task A_request_for_a_fixed_amount_states_its_calls()
    {
        string creator = await _gateway.CreateCreatorAsync();
        string post = await _gateway.CreatePostAsync(creator);

        Answer request = await _gateway.AskAsync(
            new { post, chainId = 31337, token = LocalChain.Token.ToString(), amount = "1500000", description = "One coffee" });

        string reference = request.Text("paymentReference");
        string payee = LocalChain.Payee.ToString()[2..].ToLowerInvariant();
        string router = LocalChain.Router.ToString()[2..].ToLowerInvariant();
        string token = LocalChain.Token.ToString()[2..].ToLowerInvariant();
        string zeros = new('0', 24);
        string amount = 1_500_000.ToString("x64", null);
        Expect(request, $$"""
            {
              "id": "{{request.Text("id")}}", "kind": "tip", "status": "open", "exceptions": [],
              "received": "0", "refunded": "0", "missing": "1500000", "url": "{{_gateway.Url}}/pay/{{request.Text("id")}}",
              "creator": "{{creator}}", "post": "{{post}}",
              "token": {"chainId": 31337, "address": "{{LocalChain.Token}}", "symbol": "TUSD", "decimals": 6},
              "amount": "1500000", "tolerance": "0", "minimum": null, "maximum": null, "description": "One coffee",
              "payee": "{{LocalChain.Payee}}", "payees": [], "depositAddress": null, "sweep": null, "router": "{{LocalChain.Router}}", "paymentReference": "{{reference}}",
              "calls": [
                {
                  "purpose": "approve", "chainId": 31337, "to": "{{LocalChain.Token}}",
                  "data": "0x095ea7b3{{zeros}}{{router}}{{amount}}", "value": "0",
                  "uri": "ethereum:{{LocalChain.Token}}@31337/approve?address={{LocalChain.Router}}&uint256=1500000"
                },
                {
                  "purpose": "tip", "chainId": 31337, "to": "{{LocalChain.Router}}",
                  "data": "0x{{TipSelector}}{{zeros}}{{token}}{{zeros}}{{payee}}{{amount}}{{reference[2..]}}", "value": "0",
                  "uri": "ethereum:{{LocalChain.Router}}@31337/tip?address={{LocalChain.Token}}&address={{LocalChain.Payee}}&uint256=1500000&bytes32={{reference}}"
                }
              ],
              "createdAt": "{{request.Text("createdAt")}}", "expiresAt": "{{request.Text("expiresAt")}}", "cancelledAt": null, "basket": null, "items": [], "failures": []
            }
            """);
        Assert.That(request.Text("id"), Does.Match("^pr_" + Digits));
        TimeSpan life = DateTimeOffset.Parse(request.Text("expiresAt"), null) - DateTimeOffset.Parse(request.Text("createdAt"), null);
        Assert.That(life, Is.EqualTo(TimeSpan.FromDays(1)));
    }

    [Test]
    public async Task A_request_for_a_post_takes_the_title_as_its_description()
    {
        string post = await _gateway.CreatePostAsync(await _gateway.CreateCreatorAsync(), "On looms");

        Answer request = await _gateway.AskAsync(new { post });

        Assert.That(request.Text("description"), Is.EqualTo("On looms"));
    }

    [Test]
    public async Task An_open_request_for_a_creator_has_limits_and_no_calls()
    {
        string creator = await _gateway.CreateCreatorAsync();

        Answer request = await _gateway.AskAsync(new { creator, minimum = "10", maximum = "340282366920938463463374607431768211455" });

        Assert.That(request.Json["amount"], Is.Null);
        Assert.That(request.Json["post"], Is.Null);
        Assert.That(request.Text("minimum"), Is.EqualTo("10"));
        Assert.That(request.Text("maximum"), Is.EqualTo("340282366920938463463374607431768211455"));
        Assert.That(request.Text("description"), Is.Empty);
        Assert.That(request.Json["calls"]!.AsArray(), Is.Empty);
    }

    [Test]
    public async Task An_empty_list_says_so()
    {
        Answer payments = await _gateway.GetAsync("/v1/payments");
        Answer inbox = await _gateway.GetAsync("/v1/inbox");

        Expect(payments, """{"data": [], "hasMore": false, "next": null}""");
        Expect(inbox, """{"data": [], "hasMore": false, "next": null}""");
    }

    [Test]
    public async Task The_books_of_a_new_gateway_are_balanced() =>
        Expect(await _gateway.GetAsync("/v1/ledger/trial-balance"), """{"balanced": true, "faults": [], "accounts": []}""");

    [Test]
    public async Task The_chains_say_how_they_are_followed()
    {
        ScriptedBlock head = _gateway.Node.Chain.Mine();

        Answer chains = await _gateway.UntilAsync(
            "/v1/chains",
            answer => (ulong?)answer.Json["data"]![0]!["finalizedBlock"] == head.Number - 2
                && (ulong?)answer.Json["data"]![0]!["lagBlocks"] == 0);

        JsonNode chain = chains.Json["data"]![0]!;
        Expect(chains, $$"""
            {
              "data": [{
                "chainId": 31337, "name": "Local chain", "router": "{{LocalChain.Router}}", "forwarderFactory": null, "signer": "{{chain["signer"]}}",
                "tokens": [{"chainId": 31337, "address": "{{LocalChain.Token}}", "symbol": "TUSD", "decimals": 6}],
                "finalityRule": "3 confirmations", "verification": "proof", "state": "following", "fault": null,
                "nodeHead": {{head.Number}}, "headTime": "{{ScriptedChain.TimeOf(head):yyyy-MM-ddTHH:mm:sszzz}}", "isStale": false, "safeBlock": null,
                "appliedBlock": {{head.Number}}, "finalizedBlock": {{head.Number - 2}}, "lagBlocks": 0, "missingHistory": null,
                "lastAnswerAt": "{{chain["lastAnswerAt"]}}",
                "endpoints": [{
                  "name": "{{_gateway.Node.Endpoint}}", "state": "ready", "head": {{head.Number}},
                  "lastAnswerAt": "{{chain["endpoints"]![0]!["lastAnswerAt"]}}", "lastFault": null, "restsUntil": null,
                  "requests": {{chain["endpoints"]![0]!["requests"]}}, "rejectedAnswers": {}
                }],
                "relayer": null
              }],
              "hasMore": false, "next": null
            }
            """);
    }

    [TestCase("/health/live", """{"status": "live", "faults": []}""")]
    [TestCase("/health/ready", """{"status": "ready", "faults": []}""")]
    public async Task The_health_is_told(string path, string expected)
    {
        Answer health = await _gateway.GetAsync(path);

        Assert.That(health.Status, Is.EqualTo(200));
        Expect(health, expected);
    }

    [Test]
    public async Task The_openapi_document_names_every_path()
    {
        Answer document = await _gateway.GetAsync("/openapi/v1.json");

        Assert.That(document.Text("openapi"), Does.StartWith("3."));
        Assert.That(document.Json["paths"]!.AsObject().Select(path => path.Key), Is.EquivalentTo(Paths));
    }

    [Test]
    public async Task The_links_begin_with_the_public_url_when_one_is_configured()
    {
        await using RunningGateway gateway = await RunningGateway.StartAsync(new() { ["ChainTips:PublicUrl"] = "https://tips.example/pay-me/" });

        Answer request = await gateway.AskAsync(new { creator = await gateway.CreateCreatorAsync() });

        Assert.That(request.Text("url"), Is.EqualTo($"https://tips.example/pay-me/pay/{request.Text("id")}"));
    }

    private static string TipSelector =>
        Convert.ToHexStringLower(Ethereum.Abi.AbiSignature.Selector("tip(address,address,uint256,bytes32)"));

    private static void Expect(Answer answer, string json) => Assert.That(Answer.Spell(answer.Body), Is.EqualTo(Answer.Spell(json)));
}
