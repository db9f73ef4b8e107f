using System.Text.Json.Nodes;
using ChainTips.Ethereum.Primitives;
using ChainTips.Server.Tests.Running;

namespace ChainTips.Server.Tests.Api;

/// <summary>What the inbox lists though it is credited, and how it gets out of there.</summary>
[CancelAfter(60_000)]
internal sealed class OddPaymentTests
{
    private static readonly Address Other = Address.Parse("0x0165878A594ca255338adfa4d48449f69242Eb8F");

    private RunningGateway _gateway = null!;
    private Answer _request = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _gateway = await RunningGateway.StartAsync(new()
        {
            ["ChainTips:Chains:31337:Tokens:1:Address"] = Other.ToString(),
            ["ChainTips:Chains:31337:Tokens:1:Symbol"] = "OTHER",
            ["ChainTips:Chains:31337:Tokens:1:Decimals"] = "6",
            ["ChainTips:Chains:31337:Tokens:1:Name"] = LocalChain.TokenName,
        });
        _request = await _gateway.AskAsync(new { creator = await _gateway.CreateCreatorAsync(), token = LocalChain.Token.ToString(), amount = "100" });
    }

    [TearDown]
    public ValueTask StopAsync() => _gateway.DisposeAsync();

    [Test]
    public async Task A_payment_in_another_token_is_listed_with_what_to_do_until_it_is_dismissed()
    {
        ScriptedBlock block = Pay(new ScriptedTip(Reference, 70) { Token = Other });
        JsonNode item = await ReadItemAsync();

        Answer dismissed = await DismissAsync(item);
        Answer again = await DismissAsync(item);

        Assert.That((string)item["reason"]!, Is.EqualTo("wrong_token"));
        Assert.That((string)item["amount"]!, Is.EqualTo("70"));
        Assert.That((string)item["token"]!, Is.EqualTo(Other.ToString()));
        Assert.That((string)item["transactionHash"]!, Is.EqualTo(block.TransactionHashes[0].ToString()));
        Assert.That((string)item["paymentRequest"]!, Is.EqualTo(_request.Text("id")));
        Assert.That((string)item["payment"]!, Does.StartWith("pay_"));
        Assert.That((string)item["whatToDo"]!, Does.Contain("/refunds"));
        Assert.That((dismissed.Status, again.Status), Is.EqualTo((201, 404)));
        Assert.That(await ListAsync(), Is.Empty);
    }

    [Test]
    public async Task What_is_too_much_is_one_item_until_it_is_given_back()
    {
        Pay(new ScriptedTip(Reference, 60));
        Pay(new ScriptedTip(Reference, 65));
        JsonNode item = await ReadItemAsync();
        Answer refund = await _gateway.PostAsync($"/v1/payments/{item["payment"]}/refunds", new { to = LocalChain.Stranger.ToString(), amount = "25" });

        Assert.That(((string)item["reason"]!, (string)item["amount"]!), Is.EqualTo(("overpaid", "25")));
        Assert.That(refund.Status, Is.EqualTo(201));
        Assert.That(await ListAsync(), Has.Count.EqualTo(1), "it was asked for, and not given back yet");
    }

    [Test]
    public async Task What_was_asked_for_is_not_listed()
    {
        Pay(new ScriptedTip(Reference, 100));
        await _gateway.UntilAsync($"/v1/payment-requests/{_request.Text("id")}", answer => answer.Text("status") == "settled");

        Assert.That(await ListAsync(), Is.Empty);
    }

    private Hash32 Reference => Hash32.Parse(_request.Text("paymentReference"));

    private ScriptedBlock Pay(ScriptedTip tip)
    {
        ScriptedBlock block = _gateway.Node.Chain.Mine(tip);
        _gateway.Node.Chain.MakeFinal();
        return block;
    }

    private async Task<JsonNode> ReadItemAsync()
    {
        await _gateway.UntilAsync("/v1/payments", answer => answer.Json["data"]!.AsArray() is { Count: > 0 } all && all.All(one => (string)one!["status"]! == "settled"));
        Answer inbox = await _gateway.UntilAsync("/v1/inbox", answer => answer.Json["data"]!.AsArray().Count > 0);
        return inbox.Json["data"]!.AsArray().Single()!;
    }

    private async Task<JsonArray> ListAsync() => (await _gateway.GetAsync("/v1/inbox")).Json["data"]!.AsArray();

    private Task<Answer> DismissAsync(JsonNode item) =>
        _gateway.PostAsync($"/v1/inbox/31337/{item["transactionHash"]}/{item["position"]}/dismiss", new { reason = "We take it." });
}
