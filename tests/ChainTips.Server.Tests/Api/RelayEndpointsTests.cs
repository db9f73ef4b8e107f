using System.Text.Json.Nodes;
using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.Crypto;
using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.Transactions;
using ChainTips.Server.Tests.Running;
using ChainTips.Testing;

namespace ChainTips.Server.Tests.Api;

/// <summary>X1, X6, X8: <c>/v1/relays</c> with a node that takes what it is given.</summary>
[CancelAfter(60_000)]
internal sealed class RelayEndpointsTests
{
    /// <summary>The third of the well-known test accounts pays the gas; the first one pays the tips.</summary>
    private const string RelayerKey = "0x5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a";

    private static readonly Dictionary<string, string?> WithKey = new() { ["ChainTips:Relayer:Key"] = RelayerKey };

    private ScriptedPool _pool = null!;
    private RunningGateway _gateway = null!;

    [SetUp]
    public void MakePool() => _pool = new ScriptedPool();

    [TearDown]
    public async Task StopAsync()
    {
        if (_gateway is not null)
        {
            await _gateway.DisposeAsync();
        }
    }

    [Test]
    public async Task A_signed_authorization_is_taken_sent_and_shown()
    {
        await StartAsync(WithKey);
        JsonObject signed = Sign(await AskAsync("5000000"));

        Answer taken = await _gateway.PostAsync("/v1/relays", signed);
        Assert.That(taken.Status, Is.EqualTo(201), taken.Body);
        Assert.That(taken.Text("status"), Is.EqualTo("accepted"));
        Assert.That(taken.Text("amount"), Is.EqualTo("5000000"));
        Assert.That(taken.Text("payer"), Is.EqualTo(Given.Key.Address.ToString()));

        Answer sent = await _gateway.UntilAsync($"/v1/relays/{taken.Text("id")}", answer => answer.Text("status") == "sent");
        (Hash32 hash, SignedTransaction transaction) = _pool.Taken.Single();
        Assert.That(sent.Text("transactionHash"), Is.EqualTo(hash.ToString()));
        Assert.That(transaction.RecoverSender(), Is.EqualTo(PrivateKey.Parse(RelayerKey).Address));
        Assert.That(transaction.Transaction, Is.TypeOf<FeeMarketTransaction>());
        Assert.That((transaction.Transaction.To, transaction.Transaction.ChainId, transaction.Transaction.Nonce), Is.EqualTo(((Address?)LocalChain.Token, LocalChain.Id, 0UL)));
    }

    [Test]
    public async Task X1_one_authorization_side_by_side_and_in_a_row_is_one_relay_and_one_transaction()
    {
        await StartAsync(WithKey);
        JsonObject signed = Sign(await AskAsync("5000000"));

        Answer[] answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => _gateway.PostAsync("/v1/relays", signed)));
        List<string> ids = [.. answers.Where(answer => answer.Status == 201).Select(answer => answer.Text("id"))];
        for (int i = 0; i < 100; i++)
        {
            ids.Add((await _gateway.PostAsync("/v1/relays", signed)).Text("id"));
        }

        Assert.That(answers.Select(answer => answer.Status), Is.All.EqualTo(201));
        Assert.That(ids.Distinct().Count(), Is.EqualTo(1));
        await _gateway.UntilAsync($"/v1/relays/{ids[0]}", answer => answer.Text("status") == "sent");
        Assert.That(_gateway.Rows.Count("relays"), Is.EqualTo(1));
        Assert.That(_pool.Taken, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Without_a_key_the_payer_gets_the_call_that_he_sends_himself()
    {
        await StartAsync(null);
        JsonObject signed = Sign(await AskAsync("5000000"));

        Answer refused = await _gateway.PostAsync("/v1/relays", signed);

        Assert.That(refused.Status, Is.EqualTo(409));
        Assert.That(refused.Code, Is.EqualTo("relaying_not_offered"));
        JsonNode call = refused.Json["call"]!;
        Assert.That((string)call["to"]!, Is.EqualTo(LocalChain.Token.ToString()));
        Assert.That((string)call["data"]!, Does.StartWith("0xcf092995").And.Contain(((string)signed["nonce"]!)[2..]));
        Assert.That((await _gateway.GetAsync("/v1/chains")).Json["data"]![0]!["relayer"], Is.Null);
    }

    [Test]
    public async Task A_chain_shows_who_pays_its_gas_and_never_the_key()
    {
        await StartAsync(WithKey);
        Answer chains = await _gateway.UntilAsync("/v1/chains", answer => (string?)answer.Json["data"]![0]!["relayer"]?["state"] == "relaying");

        Assert.That((string)chains.Json["data"]![0]!["relayer"]!["address"]!, Is.EqualTo(PrivateKey.Parse(RelayerKey).Address.ToString()));
        Assert.That((string)chains.Json["data"]![0]!["relayer"]!["nativeCoin"]!, Is.EqualTo("1000000000000000000"));
        Assert.That(chains.Body, Does.Not.Contain(RelayerKey[2..]));
    }

    [Test]
    public async Task A_key_without_money_takes_relays_and_says_why_they_wait()
    {
        _pool.Coin = "0x1";
        await StartAsync(WithKey);
        Answer taken = await _gateway.PostAsync("/v1/relays", Sign(await AskAsync("5000000")));
        Assert.That(taken.Status, Is.EqualTo(201), taken.Body);

        Answer chains = await _gateway.UntilAsync("/v1/chains", answer => (string?)answer.Json["data"]![0]!["relayer"]?["state"] == "hindered");

        Assert.That((string)chains.Json["data"]![0]!["relayer"]!["faults"]![0]!, Does.Contain("send native coin"));
        Assert.That((await _gateway.GetAsync($"/v1/relays/{taken.Text("id")}")).Text("status"), Is.EqualTo("accepted"));
        Assert.That(_pool.Taken, Is.Empty);
    }

    [TestCase("payer", "0x12", 400, "address_malformed")]
    [TestCase("payer", "0x0000000000000000000000000000000000000000", 400, "address_zero")]
    [TestCase("payer", "0x90F79bf6EB2c4f870365E785982E1f101E93b906", 400, "signature_invalid", Description = "Somebody else's address.")]
    [TestCase("nonce", "0x12", 400, "hash_malformed")]
    [TestCase("nonce", "0x1111111111111111111111111111111111111111111111111111111111111111", 404, "terms_unknown")]
    [TestCase("signature", "", 400, "signature_malformed")]
    [TestCase("signature", "0x", 400, "signature_malformed")]
    [TestCase("signature", "0x123", 400, "signature_malformed")]
    [TestCase("signature", "0x1234", 400, "signature_invalid")]
    [TestCase("amount", "5", 400, "body_malformed", Description = "An unknown member.")]
    public async Task What_is_not_right_is_said_and_nothing_is_kept(string member, string value, int status, string code)
    {
        await StartAsync(WithKey);
        JsonObject signed = Sign(await AskAsync("5000000"));
        signed[member] = value;

        Answer answer = await _gateway.PostAsync("/v1/relays", signed);

        Assert.That((answer.Status, answer.Code), Is.EqualTo((status, code)), answer.Body);
        Assert.That(_gateway.Rows.Count("relays"), Is.Zero);
    }

    [Test]
    public async Task Another_platform_can_neither_relay_nor_see_what_is_ours()
    {
        await StartAsync(WithKey);
        JsonObject signed = Sign(await AskAsync("5000000"));
        Answer taken = await _gateway.PostAsync("/v1/relays", signed);
        _gateway.Key = _gateway.Rows.AddPlatformWithKey("other");

        Assert.That((await _gateway.PostAsync("/v1/relays", signed)).Code, Is.EqualTo("terms_unknown"));
        Assert.That((await _gateway.GetAsync($"/v1/relays/{taken.Text("id")}")).Code, Is.EqualTo("relay_unknown"));
    }

    [Test]
    public async Task A_budget_that_is_used_up_is_answered_with_429()
    {
        await StartAsync(new(WithKey) { ["ChainTips:Relayer:PayerRelaysPerDay"] = "1" });
        Assert.That((await _gateway.PostAsync("/v1/relays", Sign(await AskAsync("5000000")))).Status, Is.EqualTo(201));

        Answer second = await _gateway.PostAsync("/v1/relays", Sign(await AskAsync("5000000")));

        Assert.That((second.Status, second.Code), Is.EqualTo((429, "relay_budget_exhausted")), second.Body);
        Assert.That(_gateway.Rows.Count("relays"), Is.EqualTo(1));
    }

    [Test]
    public async Task Too_many_at_once_are_answered_with_429_before_the_node_is_asked()
    {
        await StartAsync(new(WithKey) { ["ChainTips:Relayer:ChecksPerSecond"] = "1" });
        JsonObject signed = Sign(await AskAsync("5000000"));
        signed["signature"] = "0x1234";

        Answer[] answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _gateway.PostAsync("/v1/relays", signed)));

        Assert.That(answers.Select(answer => answer.Code), Has.Some.EqualTo("too_many_relays").And.Some.EqualTo("signature_invalid"));
    }

    [Test]
    public async Task A_node_that_does_not_answer_is_said_and_nothing_is_kept()
    {
        await StartAsync(WithKey);
        JsonObject signed = Sign(await AskAsync("5000000"));
        _gateway.Node.Further = (_, _) => throw new InvalidOperationException("ill");
        _gateway.Node.Illness = http =>
        {
            http.Response.StatusCode = 400;
            return Task.CompletedTask;
        };

        Answer answer = await _gateway.PostAsync("/v1/relays", signed);

        Assert.That((answer.Status, answer.Code), Is.EqualTo((503, "chain_unavailable")), answer.Body);
        Assert.That(_gateway.Rows.Count("relays"), Is.Zero);
    }

    private async Task StartAsync(Dictionary<string, string?>? settings)
    {
        _gateway = await RunningGateway.StartAsync(settings, untilReady: false);
        _gateway.Node.Further = _pool.Answer;
        _gateway.Node.Accounts.UnionWith([Given.Key.Address, LocalChain.Stranger]);
        await _gateway.UntilAsync("/health/ready", answer => answer.Status == 200);
    }

    /// <summary>An intent to pay a new request by authorization.</summary>
    private async Task<Answer> AskAsync(string amount)
    {
        string post = await _gateway.CreatePostAsync(await _gateway.CreateCreatorAsync());
        Answer request = await _gateway.AskAsync(new { post, amount });
        Answer intent = await _gateway.PostAsync($"/v1/payment-requests/{request.Text("id")}/intents", new { way = "authorization" });
        Assert.That(intent.Status, Is.EqualTo(201), intent.Body);
        return intent;
    }

    /// <summary>What the payer's wallet makes of an intent, from the typed data alone.</summary>
    private static JsonObject Sign(Answer intent)
    {
        JsonNode message = intent.Json["typedData"]!["message"]!;
        Hash32 content = Keccak256.Hash(new AbiWriter()
            .Write(Hash32.Parse("0x7c7c6cdb67a18743f49ec6fa9b35f50d52ed05cbed4cc592e13b44501c1a2267"))
            .Write(Given.Key.Address)
            .Write(Address.Parse((string)message["to"]!))
            .Write(UInt256.Parse((string)message["value"]!))
            .Write(UInt256.Parse((string)message["validAfter"]!))
            .Write(UInt256.Parse((string)message["validBefore"]!))
            .Write(Hash32.Parse((string)message["nonce"]!))
            .ToArray());
        Hash32 digest = Keccak256.Hash([0x19, 0x01, .. LocalChain.DomainSeparator.ToArray(), .. content.ToArray()]);
        return new JsonObject
        {
            ["payer"] = Given.Key.Address.ToString(),
            ["nonce"] = intent.Text("nonce"),
            ["signature"] = Given.Key.Sign(digest).ToString(),
        };
    }
}
