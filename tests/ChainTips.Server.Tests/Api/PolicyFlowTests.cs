using ChainTips.Ethereum.Primitives;
using ChainTips.Server.Tests.Running;

namespace ChainTips.Server.Tests.Api;

/// <summary>What was paid decides what is allowed next, and never what is credited.</summary>
[CancelAfter(30_000)]
internal sealed class PolicyFlowTests
{
    private const string Check = "/v1/policy/check";
    private const string Indexes = "sqlite_master WHERE type = 'index' AND name LIKE 'journal_entries_for_policy%'";

    private TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    [Description("The velocity looks back over the longest time there is, so that midnight does not matter")]
    public async Task A_payer_who_paid_enough_is_told_to_wait()
    {
        await using RunningGateway gateway = await StartAsync("\"velocity\": {\"payments\": 2, \"seconds\": 86400}");
        string post = await gateway.CreatePostAsync(await gateway.CreateCreatorAsync());
        object question = new { post, amount = "5", payer = LocalChain.Payer.ToString() };
        List<bool> allowed = [];
        for (int paid = 0; paid <= 2; paid++)
        {
            allowed.Add((bool)(await gateway.PostAsync(Check, question)).Json["allowed"]!);
            await PayAsync(gateway, post, paid + 1);
        }

        Answer refused = await gateway.PostAsync(Check, question);
        Answer other = await gateway.PostAsync(Check, new { post, amount = "5", payer = LocalChain.Stranger.ToString() });

        Assert.That(allowed, Is.EqualTo(new[] { true, true, false }));
        Assert.That((string)refused.Json["refusals"]![0]!["detail"]!, Is.EqualTo(
            "You have made 3 payments within 86400 seconds, and 2 may be made: wait up to 86400 seconds, then pay."));
        Assert.That((bool)other.Json["allowed"]!, Is.True);
    }

    [Test]
    public async Task Money_of_a_denied_payer_to_a_denied_payee_in_a_refused_token_is_credited_all_the_same()
    {
        await using RunningGateway gateway = await StartAsync(
            $$"""
            "deny": {"payers": ["{{LocalChain.Payer}}"], "payees": ["{{LocalChain.Payee}}"]},
            "tokens": [{"chainId": 31337, "address": "{{LocalChain.Token}}", "minimum": "1000"}]
            """);
        string post = await gateway.CreatePostAsync(await gateway.CreateCreatorAsync());

        await PayAsync(gateway, post, 1);

        Answer payments = await gateway.GetAsync("/v1/payments");
        Assert.That(payments.Json["data"]!.AsArray().Select(payment => (string)payment!["amount"]!), Is.EqualTo(new[] { "5" }));
        Assert.That((await gateway.GetAsync("/v1/inbox")).Json["data"]!.AsArray(), Is.Empty);
    }

    [Test]
    public async Task A_payer_who_is_not_wanted_is_told_before_he_pays()
    {
        await using RunningGateway gateway = await StartAsync($$"""
            "deny": {"payers": ["{{LocalChain.Stranger}}"]}, "velocity": {"payments": 1, "seconds": 86400}
            """);
        string post = await gateway.CreatePostAsync(await gateway.CreateCreatorAsync());
        string intents = $"/v1/payment-requests/{(await gateway.AskAsync(new { post, amount = "5" })).Text("id")}/intents";
        string payer = LocalChain.Payer.ToString();
        Answer first = await gateway.PostAsync(intents, new { way = "contract", payer });
        await PayAsync(gateway, post, 1);

        Answer tooFast = await gateway.PostAsync(intents, new { way = "contract", payer });
        Answer denied = await gateway.PostAsync(intents, new { way = "contract", payer = LocalChain.Stranger.ToString() });

        Assert.That(first.Status, Is.EqualTo(201), first.Body);
        Assert.That((tooFast.Status, tooFast.Code), Is.EqualTo((422, "policy_payer_too_fast")));
        Assert.That((denied.Status, denied.Code), Is.EqualTo((422, "policy_payer_denied")));
    }

    [Test]
    public async Task Nothing_limits_what_is_paid_back()
    {
        await using RunningGateway gateway = await StartAsync($$"""
            "deny": {"payees": ["{{LocalChain.Payer}}"]}
            """);
        await PayAsync(gateway, await gateway.CreatePostAsync(await gateway.CreateCreatorAsync()), 1);
        gateway.Node.Chain.MakeFinal();
        Answer payments = await gateway.UntilAsync("/v1/payments", answer => (string)answer.Json["data"]![0]!["status"]! == "settled");

        Answer refund = await gateway.PostAsync($"/v1/payments/{payments.Json["data"]![0]!["id"]}/refunds", new { to = LocalChain.Payer.ToString() });
        Answer check = await gateway.PostAsync(Check, new { paymentRequest = refund.Text("id") });
        Answer intent = await gateway.PostAsync($"/v1/payment-requests/{refund.Text("id")}/intents", new { way = "contract" });

        Assert.That(refund.Status, Is.EqualTo(201), refund.Body);
        Assert.That((check.Status, check.Code), Is.EqualTo((400, "refund_unlimited")));
        Assert.That(intent.Status, Is.EqualTo(201), intent.Body);
    }

    [TestCase("\"paymentsPerDay\": {\"payer\": 5, \"creator\": 9}", 2)]
    [TestCase("\"velocity\": {\"payments\": 2, \"seconds\": 5}", 1)]
    public async Task What_the_sums_are_found_by_is_made_when_history_has_been_read(string rules, int expected)
    {
        await using RunningGateway gateway = await StartAsync(rules);
        gateway.Node.Chain.MakeFinal();

        await gateway.UntilAsync("/health/ready", _ => gateway.Rows.Count(Indexes) == expected);

        Assert.That(gateway.Rows.Count(Indexes), Is.EqualTo(expected));
    }

    [Test]
    public async Task Nothing_is_made_for_a_policy_without_sums()
    {
        await using RunningGateway gateway = await StartAsync("\"chains\": [31337]");
        gateway.Node.Chain.MakeFinal();
        await PayAsync(gateway, await gateway.CreatePostAsync(await gateway.CreateCreatorAsync()), 1);

        Assert.That(gateway.Rows.Count(Indexes), Is.Zero);
    }

    private Task<RunningGateway> StartAsync(string rules) => RunningGateway.StartAsync(
        new() { ["ChainTips:PolicyFile"] = _folder.Write("policy.json", $"{{\"version\": 1, {rules}}}") });

    /// <summary>Tips a post once more, and waits until it is seen.</summary>
    private static async Task PayAsync(RunningGateway gateway, string post, int expected)
    {
        string reference = (await gateway.GetAsync($"/v1/posts/{post}")).Text("paymentReference");
        gateway.Node.Chain.Mine(new ScriptedTip(Hash32.Parse(reference), 5));
        await gateway.UntilAsync("/v1/payments", answer => answer.Json["data"]!.AsArray().Count == expected);
    }
}
