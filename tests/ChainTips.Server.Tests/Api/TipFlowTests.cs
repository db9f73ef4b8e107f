using System.Text.Json.Nodes;
using ChainTips.Ethereum.Primitives;
using ChainTips.Receipts;
using ChainTips.Server.Tests.Running;

namespace ChainTips.Server.Tests.Api;

[CancelAfter(30_000)]
internal sealed class TipFlowTests
{
    private RunningGateway _gateway = null!;

    [SetUp]
    public async Task StartAsync() => _gateway = await RunningGateway.StartAsync();

    [TearDown]
    public ValueTask StopAsync() => _gateway.DisposeAsync();

    [Test]
    public async Task A_tip_takes_a_request_from_open_over_pending_to_settled()
    {
        Answer request = await AskAsync();
        Assert.That(request.Text("status"), Is.EqualTo("open"));

        _gateway.Node.Chain.Mine(TipFor(request));
        Answer pending = await UntilAsync(request, "pending");
        _gateway.Node.Chain.MakeFinal();
        Answer settled = await UntilAsync(request, "settled");

        Assert.That(pending.Json["exceptions"]!.AsArray(), Is.Empty);
        Assert.That(settled.Json["exceptions"]!.AsArray(), Is.Empty);
    }

    [Test]
    public async Task A_settled_payment_shows_its_evidence()
    {
        Answer request = await AskAsync();
        ScriptedBlock block = await SettleAsync(request);

        JsonNode payment = await ReadPaymentAsync();

        string id = request.Text("id");
        string expected = $$"""
            {
              "id": "{{payment["id"]}}", "kind": "payment", "status": "settled", "receipt": "{{payment["receipt"]}}",
              "creator": "{{request.Text("creator")}}", "post": "{{request.Text("post")}}", "paymentRequest": "{{id}}",
              "token": {"chainId": 31337, "address": "{{LocalChain.Token}}", "symbol": "TUSD", "decimals": 6},
              "amount": "1500000", "transfers": 1, "payer": "{{LocalChain.Payer}}", "payee": "{{LocalChain.Payee}}",
              "transactionHash": "{{block.TransactionHashes[0]}}",
              "block": {"number": {{block.Number}}, "hash": "{{block.Hash}}", "timestamp": "{{ScriptedChain.TimeOf(block):yyyy-MM-ddTHH:mm:sszzz}}"},
              "evidence": {
                "rung": "contract", "paymentReference": "{{request.Text("paymentReference")}}", "names": "{{id}}",
                "tipLog": {"event": "TipSent", "address": "{{LocalChain.Router}}", "position": 1},
                "transferLog": {"event": "Transfer", "address": "{{LocalChain.Token}}", "position": 0},
                "explanation": "TipSent at position 1 names the reference of {{id}}; the Transfer at position 0 of the same receipt moved 1.500000 TUSD from {{LocalChain.Payer}} to {{LocalChain.Payee}}, who is its payee.", "others": []
              },
              "seenAt": "{{payment["seenAt"]}}", "statusSince": "{{payment["statusSince"]}}"
            }
            """;
        Assert.That(Answer.Spell(payment.ToJsonString()), Is.EqualTo(Answer.Spell(expected)));
        Assert.That((string)payment["id"]!, Does.Match("^pay_[0-9a-hjkmnp-tv-z]{26}$"));
        Assert.That((string)payment["receipt"]!, Does.Match("^rc_[0-9a-hjkmnp-tv-z]{26}$"));
        Assert.That((await _gateway.GetAsync($"/v1/payments/{payment["id"]}")).Json.ToJsonString(), Is.EqualTo(payment.ToJsonString()));
    }

    [Test]
    public async Task The_receipt_of_a_settled_payment_is_read_without_a_key()
    {
        Answer request = await AskAsync();
        ScriptedBlock block = await SettleAsync(request);
        JsonNode payment = await ReadPaymentAsync();
        _gateway.Key = null;

        Answer receipt = await _gateway.GetAsync($"/v1/receipts/{payment["receipt"]}");

        Assert.That(receipt.Status, Is.EqualTo(200));
        Assert.That(receipt.MediaType, Is.EqualTo("application/json; charset=utf-8"));
        JsonNode stated = receipt.Json["receipt"]!;
        JsonNode preimage = stated["referencePreimage"]!;
        string expected = $$"""
            {
              "id": "{{payment["receipt"]}}", "paymentId": "{{payment["id"]}}", "status": "settled", "issuedAt": "{{stated["issuedAt"]}}",
              "terms": {
                "chainId": 31337, "router": "{{LocalChain.Router}}", "token": "{{LocalChain.Token}}", "symbol": "TUSD", "decimals": 6,
                "amount": "1500000", "payer": "{{LocalChain.Payer}}", "payee": "{{LocalChain.Payee}}", "creator": "{{request.Text("creator")}}",
                "post": "{{request.Text("post")}}", "paymentRequest": "{{request.Text("id")}}"
              },
              "match": {"rung": "contract", "evidence": null},
              "log": {{LogOf(block, 1)}},
              "transfer": {{LogOf(block, 0)}},
              "block": {
                "number": {{block.Number}}, "hash": "{{block.Hash}}", "parentHash": "{{block.ParentHash}}",
                "timestamp": "{{ScriptedChain.TimeOf(block):yyyy-MM-ddTHH:mm:sszzz}}"
              },
              "referencePreimage": {
                "id": "{{request.Text("id")}}", "idHash": "{{preimage["idHash"]}}", "salt": "{{preimage["salt"]}}",
                "paymentReference": "{{request.Text("paymentReference")}}"
              }
            }
            """;
        Assert.That(Answer.Spell(stated.ToJsonString()), Is.EqualTo(Answer.Spell(expected)));
        Assert.That(ReceiptVerifier.Verify(receipt.Body, null, out _).Where(check => !check.Holds), Is.Empty);
        Assert.That(receipt.Json["proof"], Is.Not.Null);
    }

    [Test]
    public async Task A_pending_payment_has_no_receipt_yet()
    {
        Answer request = await AskAsync();
        _gateway.Node.Chain.Mine(TipFor(request));
        await UntilAsync(request, "pending");

        JsonNode payment = await ReadPaymentAsync();

        Assert.That((string)payment["status"]!, Is.EqualTo("pending"));
        Assert.That(payment["receipt"], Is.Null);
    }

    [Test]
    public async Task The_trial_balance_of_a_settled_tip_is_balanced()
    {
        await SettleAsync(await AskAsync());

        Answer balance = await _gateway.GetAsync("/v1/ledger/trial-balance");

        string token = $$"""{"chainId": 31337, "address": "{{LocalChain.Token}}", "symbol": "TUSD", "decimals": 6}""";
        Assert.That(Answer.Spell(balance.Body), Is.EqualTo(Answer.Spell($$"""
            {
              "balanced": true, "faults": [],
              "accounts": [
                {"kind": "outside", "holder": null, "token": {{token}}, "pendingDebits": "0", "pendingCredits": "0", "settledDebits": "1500000", "settledCredits": "0"},
                {"kind": "payee", "holder": "{{LocalChain.Payee}}", "token": {{token}}, "pendingDebits": "0", "pendingCredits": "0", "settledDebits": "0", "settledCredits": "1500000"}
              ]
            }
            """)));
    }

    [Test]
    public async Task A_reorg_takes_a_pending_request_back_to_open()
    {
        Answer request = await AskAsync();
        _gateway.Node.Chain.Mine(TipFor(request));
        await UntilAsync(request, "pending");

        _gateway.Node.Chain.Reorg();
        Answer open = await UntilAsync(request, "open");

        Assert.That(open.Json["exceptions"]!.ToJsonString(), Is.EqualTo("[\"reverted\"]"));
        Assert.That((string)(await ReadPaymentAsync())["status"]!, Is.EqualTo("voided"));
    }

    [Test]
    public async Task A_tip_to_a_stranger_lands_in_the_inbox_with_the_reason()
    {
        Answer request = await AskAsync();
        ScriptedBlock block = _gateway.Node.Chain.Mine(TipFor(request) with { Payee = LocalChain.Stranger });

        Answer inbox = await _gateway.UntilAsync("/v1/inbox", answer => answer.Json["data"]!.AsArray().Count == 1);

        JsonNode tip = inbox.Json["data"]![0]!;
        Assert.That(Answer.Spell(inbox.Body), Is.EqualTo(Answer.Spell($$"""
            {
              "data": [{
                "reason": "payee_differs", "explanation": "{{tip["explanation"]}}", "chainId": 31337,
                "transactionHash": "{{block.TransactionHashes[0]}}", "position": 1, "block": {{block.Number}}, "emitter": "{{LocalChain.Router}}",
                "paymentReference": "{{request.Text("paymentReference")}}", "payer": "{{LocalChain.Payer}}", "payee": "{{LocalChain.Stranger}}",
                "token": "{{LocalChain.Token}}", "amount": "1500000", "whatToDo": "Nothing, or dismiss it: no creator of yours was paid.", "payment": null, "paymentRequest": null
              }],
              "hasMore": false, "next": null
            }
            """)));
        Assert.That((string)tip["explanation"]!, Does.Contain(LocalChain.Stranger.ToString()).And.Contains(LocalChain.Payee.ToString()));
        Assert.That((await _gateway.GetAsync("/v1/payments")).Json["data"]!.AsArray(), Is.Empty);
    }

    private static ScriptedTip TipFor(Answer request) => new(Hash32.Parse(request.Text("paymentReference")), 1_500_000);

    private static string LogOf(ScriptedBlock block, int position)
    {
        JsonNode log = block.Receipt(block.TransactionHashes[0].ToString())!["logs"]![position]!;
        return $$"""
            {
              "address": "{{log["address"]}}", "topics": {{log["topics"]!.ToJsonString()}}, "data": "{{log["data"]}}",
              "transactionHash": "{{log["transactionHash"]}}", "position": {{position}}
            }
            """;
    }

    private async Task<Answer> AskAsync() => await _gateway.AskAsync(
        new { post = await _gateway.CreatePostAsync(await _gateway.CreateCreatorAsync()), amount = "1500000" });

    private Task<Answer> UntilAsync(Answer request, string status) =>
        _gateway.UntilAsync($"/v1/payment-requests/{request.Text("id")}", answer => answer.Text("status") == status);

    private async Task<ScriptedBlock> SettleAsync(Answer request)
    {
        ScriptedBlock block = _gateway.Node.Chain.Mine(TipFor(request));
        _gateway.Node.Chain.MakeFinal();
        await UntilAsync(request, "settled");
        return block;
    }

    private async Task<JsonNode> ReadPaymentAsync() => (await _gateway.GetAsync("/v1/payments")).Json["data"]!.AsArray().Single()!;
}
