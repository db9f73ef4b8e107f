using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ChainTips.Server.Tests.Running;

namespace ChainTips.Server.Tests.Api;

/// <summary>The policy over HTTP, with the file of <c>docs/policy.md</c> but for one deny-listed payee.</summary>
[CancelAfter(30_000)]
internal sealed class PolicyEndpointsTests
{
    private const string Check = "/v1/policy/check";
    private static readonly string Stranger = LocalChain.Stranger.ToString();

    private TemporaryFolder _folder = null!;
    private RunningGateway _gateway = null!;
    private string _creator = "";
    private string _denied = "";
    private string _text = "";

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _folder = new TemporaryFolder();
        _text = PolicyDocument.Example;
        _gateway = await RunningGateway.StartAsync(new() { ["ChainTips:PolicyFile"] = _folder.Write("policy.json", _text) });
        _creator = await _gateway.CreateCreatorAsync();
        _denied = (await _gateway.PostAsync("/v1/creators", new { name = "Eve", address = PolicyDocument.DeniedPayee })).Text("id");
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _gateway.DisposeAsync();
        _folder.Dispose();
    }

    [Test]
    public async Task The_policy_in_force_is_shown_with_the_hash_of_its_file()
    {
        Answer policy = await _gateway.GetAsync("/v1/policy");

        Assert.That(policy.Status, Is.EqualTo(200));
        Expect(policy.Json, $$"""
            {
              "version": 1, "hash": "{{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(_text)))}}", "source": "file",
              "tokens": [{
                "token": {"chainId": 31337, "address": "{{LocalChain.Token}}", "symbol": "TUSD", "decimals": 6},
                "minimum": "10000", "maximum": "100000000", "amountPerDay": {"payer": "200000000", "creator": "5000000000", "platform": "100000000000"},
                "fee": {"free": "50000000", "steps": [{"upTo": "1000000000", "basisPoints": 200}, {"upTo": null, "basisPoints": 100}], "cap": "500000"},
                "finality": {"seen": "1000000", "safe": "50000000"},
                "gas": {
                  "share": 1000, "gasPrice": "10000000", "coinPrice": "2500000000",
                  "units": {"contract": 85000, "authorization": 95000, "deposit_address": 190000, "calldata": 46000, "permit": 90000, "permit2": 115000}, "action": "advise"
                }
              }],
              "paymentsPerDay": {"payer": 50, "creator": 10000, "platform": 100000}, "velocity": {"payments": 5, "seconds": 60},
              "deniedPayers": 1, "deniedPayees": 1
            }
            """);
    }

    [Test]
    public async Task Without_a_file_everything_is_allowed()
    {
        await using RunningGateway gateway = await RunningGateway.StartAsync();
        string creator = await gateway.CreateCreatorAsync();

        Answer policy = await gateway.GetAsync("/v1/policy");
        Answer check = await gateway.PostAsync(Check, new { creator, amount = "1", payer = Stranger });

        Assert.That(policy.Text("source"), Is.EqualTo("default"));
        Assert.That(policy.Json["tokens"]!.AsArray(), Has.Count.EqualTo(1));
        Expect(check.Json, $$"""
            {
              "allowed": true, "refusals": [], "advice": [],
              "token": {"chainId": 31337, "address": "{{LocalChain.Token}}", "symbol": "TUSD", "decimals": 6}, "amount": "1",
              "fee": {"amount": "0", "reason": "There is no fee."}, "finality": "final", "policyHash": "{{policy.Text("hash")}}"
            }
            """);
    }

    [Test]
    public async Task Every_rule_that_is_broken_is_told_at_once()
    {
        Answer check = await _gateway.PostAsync(Check, new { creator = _denied, amount = "5000", payer = Stranger, way = "contract" });

        Assert.That(check.Status, Is.EqualTo(200));
        Assert.That((bool)check.Json["allowed"]!, Is.False);
        Assert.That(Codes(check, "refusals"), Is.EqualTo(new[] { "policy_payee_denied", "policy_below_minimum", "policy_payer_denied" }));
        Assert.That(Codes(check, "advice"), Is.EqualTo(new[] { "policy_gas_too_dear" }));
        Expect(check.Json["refusals"]![1]!, """
            {"code": "policy_below_minimum", "rule": "tokens.minimum", "limit": "10000", "value": "5000",
             "detail": "0.005 TUSD is less than the least that is taken: pay at least 0.01 TUSD."}
            """);
    }

    [TestCase("1000000", "seen")]
    [TestCase("1000001", "safe")]
    [TestCase("50000001", "final")]
    public async Task How_final_a_payment_must_be_is_told(string amount, string expected) =>
        Assert.That((await _gateway.PostAsync(Check, new { creator = _creator, amount })).Text("finality"), Is.EqualTo(expected));

    [Test]
    public async Task A_payment_request_brings_its_terms_along()
    {
        string post = await _gateway.CreatePostAsync(_creator);
        string request = (await _gateway.AskAsync(new { post, amount = "60000000" })).Text("id");

        Answer whole = await _gateway.PostAsync(Check, new { paymentRequest = request });
        Answer part = await _gateway.PostAsync(Check, new { paymentRequest = request, amount = "200000000" });
        Answer byPost = await _gateway.PostAsync(Check, new { post, amount = "60000000", chainId = 31337, token = LocalChain.Token.ToString() });

        Assert.That(whole.Text("amount"), Is.EqualTo("60000000"));
        Assert.That((string)whole.Json["fee"]!["amount"]!, Is.EqualTo("200000"), "2 % of the 10 above the free 50");
        Assert.That(Codes(part, "refusals"), Is.EqualTo(new[] { "policy_above_maximum" }));
        Assert.That(byPost.Body, Is.EqualTo(whole.Body));
    }

    [TestCase("""{"amount": "1"}""", 400, "payee_ambiguous")]
    [TestCase("""{"creator": "CREATOR", "post": "POST", "amount": "1"}""", 400, "payee_ambiguous")]
    [TestCase("""{"creator": "CREATOR"}""", 400, "amount_malformed")]
    [TestCase("""{"creator": "CREATOR", "amount": "0"}""", 400, "amount_malformed")]
    [TestCase("""{"creator": "CREATOR", "amount": 5}""", 400, "body_malformed")]
    [TestCase("""{"creator": "CREATOR", "amount": "5", "when": "now"}""", 400, "body_malformed")]
    [TestCase("""{"creator": "CREATOR", "amount": "5", "payer": "0x12"}""", 400, "address_malformed")]
    [TestCase("""{"creator": "CREATOR", "amount": "5", "payer": "0x90F79bf6EB2c4f870365E785982E1f101E93B906"}""", 400, "address_malformed", Description = "EIP-55 checksum")]
    [TestCase("""{"creator": "CREATOR", "amount": "5", "way": "cash"}""", 400, "way_unknown")]
    [TestCase("""{"creator": "CREATOR", "amount": "5", "chainId": 1}""", 400, "chain_unknown")]
    [TestCase("""{"creator": "CREATOR", "amount": "5", "token": "0x90F79bf6EB2c4f870365E785982E1f101E93b906"}""", 400, "token_not_allowed")]
    [TestCase("""{"creator": "cr_00000000000000000000000001", "amount": "5"}""", 404, "creator_unknown")]
    [TestCase("""{"post": "post_00000000000000000000000001", "amount": "5"}""", 404, "post_unknown")]
    [TestCase("""{"paymentRequest": "pr_00000000000000000000000001", "amount": "5"}""", 404, "payment_request_unknown")]
    [TestCase("""{"paymentRequest": "REQUEST"}""", 400, "amount_malformed", Description = "The request leaves the amount open")]
    [TestCase("""{"paymentRequest": "REQUEST", "amount": "5", "chainId": 31337}""", 400, "token_ambiguous")]
    public async Task A_question_that_is_not_right_is_refused(string body, int status, string code)
    {
        string request = (await _gateway.AskAsync(new { creator = _creator })).Text("id");

        Answer answer = await _gateway.PostTextAsync(Check, body.Replace("CREATOR", _creator, StringComparison.Ordinal).Replace("REQUEST", request, StringComparison.Ordinal));

        Assert.That((answer.Status, answer.Code), Is.EqualTo((status, code)), answer.Body);
    }

    [Test]
    public async Task Asking_writes_nothing()
    {
        string before = _gateway.Rows.Count();

        await _gateway.PostAsync(Check, new { creator = _creator, amount = "5", payer = Stranger });

        Assert.That(_gateway.Rows.Count(), Is.EqualTo(before));
    }

    [TestCase("""{"creator": "CREATOR", "amount": "9999"}""", "policy_below_minimum", "0.009999 TUSD is less than the least that is taken: pay at least 0.01 TUSD.")]
    [TestCase("""{"creator": "CREATOR", "amount": "100000001"}""", "policy_above_maximum", "100.000001 TUSD is more than the most that is taken at once: pay at most 100.00 TUSD.")]
    [TestCase("""{"creator": "CREATOR", "minimum": "9999"}""", "policy_below_minimum", null)]
    [TestCase("""{"creator": "CREATOR", "maximum": "100000001"}""", "policy_above_maximum", null)]
    [TestCase("""{"creator": "CREATOR", "minimum": "100000001", "maximum": "100000002"}""", "policy_above_maximum", null)]
    [TestCase("""{"creator": "DENIED"}""", "policy_payee_denied", null)]
    [TestCase("""{"creator": "DENIED", "amount": "1000000"}""", "policy_payee_denied", null)]
    [TestCase("""{"creator": "DENIED", "amount": "1"}""", "policy_payee_denied", PolicyDocument.DeniedPayee + " is on the deny-list of this gateway and is not paid through it. Ask its operator if you think that this is wrong. 0.000001 TUSD is less than the least that is taken: pay at least 0.01 TUSD.")]
    public async Task Nothing_is_asked_for_that_the_policy_would_refuse(string body, string code, string? detail)
    {
        long before = _gateway.Rows.Count("payment_requests");

        Answer answer = await _gateway.PostTextAsync(
            "/v1/payment-requests", body.Replace("CREATOR", _creator, StringComparison.Ordinal).Replace("DENIED", _denied, StringComparison.Ordinal));

        Assert.That((answer.Status, answer.Code, answer.MediaType), Is.EqualTo((422, code, "application/problem+json")), answer.Body);
        Assert.That(detail, Is.Null.Or.EqualTo(answer.Text("detail")));
        Assert.That(_gateway.Rows.Count("payment_requests"), Is.EqualTo(before));
    }

    [TestCase("""{"creator": "CREATOR", "amount": "10000"}""", "10000", null, null)]
    [TestCase("""{"creator": "CREATOR", "amount": "100000000"}""", "100000000", null, null)]
    [TestCase("""{"creator": "CREATOR"}""", null, "10000", "100000000")]
    [TestCase("""{"creator": "CREATOR", "minimum": "50000"}""", null, "50000", "100000000")]
    [TestCase("""{"creator": "CREATOR", "maximum": "50000"}""", null, "10000", "50000")]
    public async Task What_is_left_open_is_open_within_the_policy(string body, string? amount, string? minimum, string? maximum)
    {
        Answer answer = await _gateway.PostTextAsync("/v1/payment-requests", body.Replace("CREATOR", _creator, StringComparison.Ordinal));

        Assert.That(answer.Status, Is.EqualTo(201), answer.Body);
        Assert.That(((string?)answer.Json["amount"], (string?)answer.Json["minimum"], (string?)answer.Json["maximum"]), Is.EqualTo((amount, minimum, maximum)));
    }

    [Test]
    public async Task A_token_that_is_not_in_the_policy_is_not_asked_for()
    {
        using TemporaryFolder folder = new();
        await using RunningGateway gateway = await RunningGateway.StartAsync(
            new()
            {
                ["ChainTips:PolicyFile"] = folder.Write("policy.json", $$"""{"version": 1, "tokens": [{"chainId": 31337, "address": "{{LocalChain.Token}}"}]}"""),
                ["ChainTips:Chains:31337:Tokens:1:Address"] = Stranger,
                ["ChainTips:Chains:31337:Tokens:1:Symbol"] = "TWO",
                ["ChainTips:Chains:31337:Tokens:1:Decimals"] = "6",
                ["ChainTips:Chains:31337:Tokens:1:Name"] = LocalChain.TokenName,
            });
        string creator = await gateway.CreateCreatorAsync();

        Answer check = await gateway.PostAsync(Check, new { creator, token = Stranger, amount = "5" });
        Answer request = await gateway.PostAsync("/v1/payment-requests", new { creator, token = Stranger });

        Assert.That(Codes(check, "refusals"), Is.EqualTo(new[] { "policy_token_refused" }));
        Assert.That((string)check.Json["refusals"]![0]!["detail"]!, Is.EqualTo("TWO is not taken here: pay with TUSD on chain 31337."));
        Assert.That((request.Status, request.Code), Is.EqualTo((422, "policy_token_refused")));
    }

    private static string[] Codes(Answer answer, string list) => [.. answer.Json[list]!.AsArray().Select(one => (string)one!["code"]!)];

    private static void Expect(JsonNode actual, string json) => Assert.That(Answer.Spell(actual.ToJsonString()), Is.EqualTo(Answer.Spell(json)));
}
