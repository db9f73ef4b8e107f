using System.Text.Json.Nodes;
using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.TypedData;
using ChainTips.PaymentRequests;
using ChainTips.Server.Tests.Running;
using ChainTips.Testing;

namespace ChainTips.Server.Tests.Api;

/// <summary>What a wallet signs or sends for each way to pay, what it costs, and the call that brings a signature to the chain.</summary>
[CancelAfter(60_000)]
internal sealed class WayTests
{
    private const string FeeReceiver = "0x9965507D1a55bcC2695C58ba16FB37d819B0A4dc";

    private static readonly Address Payer = Given.Key.Address;

    private TemporaryFolder _folder = null!;
    private RunningGateway _gateway = null!;
    private string _ada = "";

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _folder = new TemporaryFolder();
        string policy = _folder.Write("policy.json", $$$"""
            {"version": 1, "tokens": [{"chainId": 31337, "address": "{{{LocalChain.Token}}}", "fee": {"free": "1000", "steps": [{"basisPoints": 200}]},
             "gas": {"share": 10000, "gasPrice": "1", "coinPrice": "2500", "units": {"contract": 1}, "action": "advise"}}]}
            """);
        _gateway = await RunningGateway.StartAsync(new Dictionary<string, string?>(LocalChain.WithForwarders)
        {
            ["ChainTips:PolicyFile"] = policy,
            ["ChainTips:Chains:31337:Permit2"] = "true",
            ["ChainTips:Chains:31337:FeeReceiver"] = FeeReceiver,
        });
        _ada = await _gateway.CreateCreatorAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _gateway.DisposeAsync();
        _folder.Dispose();
    }

    [TestCase("contract", "approve tip", "1500000", null)]
    [TestCase("calldata", "transfer", "1500000", null)]
    [TestCase("deposit_address", "transfer", "1500000", null)]
    [TestCase("permit", "", "1500000", "Permit")]
    [TestCase("authorization", "", "1500000", "TransferWithAuthorization")]
    [TestCase("permit2", "approve", "1500000", "PermitWitnessTransferFrom")]
    public async Task Every_way_says_what_a_wallet_sends_or_signs(string way, string purposes, string total, string? type)
    {
        Answer intent = await IntendAsync(await AskAsync("1500000"), way);

        Assert.That(intent.Status, Is.EqualTo(201), intent.Body);
        Assert.That((intent.Text("way"), intent.Text("amount"), intent.Text("total")), Is.EqualTo((way, "1500000", total)));
        Assert.That(intent.Json["calls"]!.AsArray().Select(call => (string)call!["purpose"]!), Is.EqualTo(purposes.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        Assert.That((string?)intent.Json["typedData"]?["primaryType"], Is.EqualTo(type));
        Assert.That((string)intent.Json["fee"]!["amount"]!, Is.EqualTo("0"), "within what is free");
    }

    [TestCase("contract", true)]
    [TestCase("calldata", false)]
    public async Task The_calls_go_to_a_wallet_at_once(string way, bool isAtomic)
    {
        Answer intent = await IntendAsync(await AskAsync("1500000"), way);

        JsonNode calls = intent.Json["sendCalls"]!;
        Assert.That(((string)calls["version"]!, (string)calls["chainId"]!, (string)calls["from"]!, (bool)calls["atomicRequired"]!), Is.EqualTo(("2.0.0", "0x7a69", Payer.ToString(), isAtomic)));
        Assert.That(
            calls["calls"]!.AsArray().Select(call => $"{call!["to"]} {call["value"]} {call["data"]}"),
            Is.EqualTo(intent.Json["calls"]!.AsArray().Select(call => $"{call!["to"]} 0x0 {call["data"]}")));
    }

    [TestCase("authorization")]
    [TestCase("permit2")]
    [Description("2 % of what exceeds 1000 in a month")]
    public async Task A_fee_is_shown_and_signed_before_it_is_taken(string way)
    {
        Answer intent = await IntendAsync(await AskAsync("1100000000"), way);

        Assert.That(((string)intent.Json["fee"]!["amount"]!, (string)intent.Json["fee"]!["receiver"]!), Is.EqualTo(("2000000", FeeReceiver)));
        Assert.That((string)intent.Json["fee"]!["reason"]!, Does.Contain("2 % of 100"));
        Assert.That((intent.Text("amount"), intent.Text("total")), Is.EqualTo(("1100000000", "1102000000")));
        JsonNode message = intent.Json["typedData"]!["message"]!;
        Assert.That((string)(message["value"] ?? message["permitted"]!["amount"])!, Is.EqualTo("1102000000"), "the payer signs all that leaves him");
        Assert.That((string)(message["to"] ?? message["spender"])!, Is.EqualTo(LocalChain.Router.ToString()), "the payee alone could not be paid with a fee");
        PaymentTerms terms = await TermsAsync(intent.Text("nonce"));
        Assert.That((terms.Fee, terms.FeeReceiver, terms.Amounts.Single()), Is.EqualTo(((UInt256)2_000_000UL, Address.Parse(FeeReceiver), (UInt256)1_100_000_000UL)));
    }

    [TestCase("contract")]
    [TestCase("calldata")]
    [TestCase("permit")]
    public async Task A_way_that_cannot_take_a_fee_takes_none_and_says_so(string way)
    {
        Answer intent = await IntendAsync(await AskAsync("1100000000"), way);

        Assert.That(((string)intent.Json["fee"]!["amount"]!, intent.Text("total")), Is.EqualTo(("0", "1100000000")));
        Assert.That((string)intent.Json["fee"]!["reason"]!, Is.EqualTo("This way cannot take a fee, so none is taken."));
    }

    [TestCase("permit", "0", Description = "ERC-2612")]
    [TestCase("permit2", null, Description = "Permit2, with the terms as witness")]
    [TestCase("authorization", null, Description = "EIP-3009, received by the router, for there is a fee")]
    public async Task What_is_signed_is_a_message_that_says_all(string way, string? nonce)
    {
        Answer request = await AskAsync("1100000000");
        Answer intent = await IntendAsync(request, way);

        TypedMessage message = TypedMessage.Parse(intent.Json["typedData"]!.ToJsonString());
        Assert.That(intent.Text("nonce"), nonce is null ? Does.Match("^0x[0-9a-f]{64}$") : Is.EqualTo(nonce));
        if (way == "permit2")
        {
            PaymentTerms terms = await TermsAsync(intent.Text("nonce"));
            Assert.That(message.EncodedType, Does.EndWith(PaymentTerms.TypeText + "TokenPermissions(address token,uint256 amount)"));
            Assert.That((string)intent.Json["typedData"]!["domain"]!["verifyingContract"]!, Is.EqualTo(ChainSettings.WellKnownPermit2.ToString()));
            Assert.That(intent.Json["typedData"]!["domain"]!["version"], Is.Null, "Permit2's domain has no version");
            TypedMessage witness = TypedMessage.Parse(new JsonObject
            {
                ["types"] = new JsonObject { ["EIP712Domain"] = new JsonArray(), ["Terms"] = intent.Json["typedData"]!["types"]!["Terms"]!.DeepClone() },
                ["primaryType"] = "Terms",
                ["domain"] = new JsonObject(),
                ["message"] = intent.Json["typedData"]!["message"]!["witness"]!.DeepClone(),
            }.ToJsonString());
            Assert.That(witness.StructHash, Is.EqualTo(terms.Hash()), "the wallet shows the terms, and signs their hash");
        }
        else
        {
            Assert.That(message.DomainSeparator, Is.EqualTo(LocalChain.DomainSeparator));
        }
    }

    [TestCase("permit", "tip")]
    [TestCase("permit2", "tip")]
    [TestCase("authorization", "transfer")]
    public async Task A_signature_becomes_a_call(string way, string purpose)
    {
        Answer request = await AskAsync("1500000");
        Answer intent = await IntendAsync(request, way);
        byte[] signature = Given.Key.Sign(TypedMessage.Parse(intent.Json["typedData"]!.ToJsonString()).Digest).ToArray();
        object body = new { way, payer = Payer.ToString(), signature = Hex.Format(signature), nonce = way == "permit" ? null : intent.Text("nonce") };

        Answer call = await _gateway.PostAsync($"/v1/payment-requests/{request.Text("id")}/calls", body);

        Assert.That(call.Status, Is.EqualTo(201), call.Body);
        Assert.That(call.Text("purpose"), Is.EqualTo(purpose));
        byte[] expected = way switch
        {
            "permit" => TipCalls.TipWithPermit(LocalChain.Token, [Part(request)], Seconds(intent), signature),
            "permit2" => TipCalls.Permitted2(await TermsAsync(intent.Text("nonce")), Payer, UInt256.FromBigEndian(Hash32.Parse(intent.Text("nonce")).ToArray()), signature),
            _ => TipCalls.Authorized(await TermsAsync(intent.Text("nonce")), Payer, signature),
        };
        Assert.That(call.Text("data"), Is.EqualTo(Hex.Format(expected)));
        Assert.That(call.Text("to"), Is.EqualTo((purpose == "tip" ? LocalChain.Router : LocalChain.Token).ToString()));
    }

    [TestCase("""{"way": "contract", "payer": "PAYER", "signature": "0x11"}""", 400, "way_unsigned")]
    [TestCase("""{"way": "permit", "payer": "PAYER", "signature": "0x11"}""", 400, "signature_malformed")]
    [TestCase("""{"way": "authorization", "payer": "PAYER", "signature": "0x"}""", 400, "signature_malformed")]
    [TestCase("""{"way": "authorization", "payer": "PAYER", "signature": "zz"}""", 400, "signature_malformed")]
    [TestCase("""{"way": "authorization", "payer": "me", "signature": "0x11"}""", 400, "address_malformed")]
    [TestCase("""{"way": "authorization", "payer": "PAYER", "signature": "0x11", "nonce": "0x2222222222222222222222222222222222222222222222222222222222222222"}""", 404, "terms_unknown")]
    [TestCase("""{"way": "authorization", "payer": "PAYER", "signature": "0x11"}""", 400, "hash_malformed")]
    public async Task A_signature_that_is_none_of_an_intent_is_refused(string body, int status, string code)
    {
        Answer request = await AskAsync("1500000");

        Answer call = await _gateway.PostTextAsync($"/v1/payment-requests/{request.Text("id")}/calls", body.Replace("PAYER", Payer.ToString(), StringComparison.Ordinal));

        Assert.That((call.Status, call.Code), Is.EqualTo((status, code)), call.Body);
    }

    [Test]
    public async Task The_terms_of_one_request_are_none_of_another()
    {
        Answer intent = await IntendAsync(await AskAsync("1500000"), "authorization");
        Answer other = await AskAsync("1500000");

        Answer call = await _gateway.PostAsync(
            $"/v1/payment-requests/{other.Text("id")}/calls",
            new { way = "authorization", payer = Payer.ToString(), signature = "0x11", nonce = intent.Text("nonce") });

        Assert.That((call.Status, call.Code), Is.EqualTo((404, "terms_unknown")));
    }

    [Test]
    public async Task A_permit_is_made_for_the_nonce_that_the_token_says()
    {
        _gateway.Node.PermitNonce = 7;
        Answer intent = await IntendAsync(await AskAsync("1500000"), "permit");
        _gateway.Node.PermitNonce = 0;
        Answer nobody = await _gateway.PostAsync($"/v1/payment-requests/{(await AskAsync("1500000")).Text("id")}/intents", new { way = "permit" });

        Assert.That(((string)intent.Json["typedData"]!["message"]!["nonce"]!, (string)intent.Json["typedData"]!["message"]!["spender"]!), Is.EqualTo(("7", LocalChain.Router.ToString())));
        Assert.That((nobody.Status, nobody.Code), Is.EqualTo((400, "payer_missing")));
    }

    [TestCase("calldata", "payer", null)]
    [TestCase("contract", "payer", "calldata")]
    [TestCase("authorization", "sender", "calldata")]
    [TestCase("deposit_address", "payer_and_sweeper", "calldata")]
    public async Task The_payer_is_told_what_the_gas_costs_who_pays_it_and_what_is_cheaper(string way, string paidBy, string? cheaper)
    {
        JsonNode gas = (await IntendAsync(await AskAsync("1500000"), way)).Json["gas"]!;

        long units = (long)gas["units"]!;
        Assert.That(((string)gas["paidBy"]!, (string?)gas["cheaperWay"]), Is.EqualTo((paidBy, cheaper)));
        Assert.That(((string)gas["price"]!, (string)gas["cost"]!), Is.EqualTo(("1000000000", $"{units}000000000")));
        Assert.That(decimal.Parse((string)gas["inToken"]!, null), Is.EqualTo(Math.Ceiling(units * 2.5m)), "a coin of 10^18 wei is worth 2500 tokens of 10^6 units");
    }

    [Test]
    public async Task Advice_is_no_reason_to_fail()
    {
        await using RunningGateway gateway = await RunningGateway.StartAsync();
        gateway.Node.GasPrice = "none";
        Answer request = await gateway.AskAsync(new { creator = await gateway.CreateCreatorAsync(), amount = "5" });

        Answer intent = await gateway.PostAsync($"/v1/payment-requests/{request.Text("id")}/intents", new { way = "contract" });

        Assert.That(intent.Status, Is.EqualTo(201));
        Assert.That((intent.Json["gas"]!["price"], intent.Json["gas"]!["cost"]), Is.EqualTo(((JsonNode?)null, (JsonNode?)null)));
    }

    [Test]
    public async Task Permit2_is_offered_where_it_is_configured_alone()
    {
        await using RunningGateway gateway = await RunningGateway.StartAsync();
        Answer request = await gateway.AskAsync(new { creator = await gateway.CreateCreatorAsync(), amount = "5" });

        Answer intent = await gateway.PostAsync($"/v1/payment-requests/{request.Text("id")}/intents", new { way = "permit2" });

        Assert.That((intent.Status, intent.Code), Is.EqualTo((409, "way_not_offered")));
        Assert.That(intent.Text("detail"), Is.EqualTo("Permit2 is not configured for chain 31337. Choose one of contract, authorization, calldata, permit."));
    }

    private static TipPart Part(Answer request) => new(LocalChain.Payee, 1_500_000, Hash32.Parse(request.Text("paymentReference")));

    private static UInt256 Seconds(Answer intent) => (ulong)DateTimeOffset.Parse(intent.Text("expiresAt"), null).ToUnixTimeSeconds();

    private Task<Answer> AskAsync(string amount) => _gateway.AskAsync(new { creator = _ada, amount });

    private Task<Answer> IntendAsync(Answer request, string way) =>
        _gateway.PostAsync($"/v1/payment-requests/{request.Text("id")}/intents", new { way, payer = Payer.ToString() });

    private async Task<PaymentTerms> TermsAsync(string nonce)
    {
        await using IGatewayTransaction books = await _gateway.Database.BeginReadAsync(TestContext.CurrentContext.CancellationToken);
        return (await books.References.FindTermsAsync([Hash32.Parse(nonce)], TestContext.CurrentContext.CancellationToken)).Values.Single().Terms;
    }
}
