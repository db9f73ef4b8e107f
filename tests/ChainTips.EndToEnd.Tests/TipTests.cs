using System.Text.Json;
using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.EndToEnd.Tests;

/// <summary>The whole way of a tip with nothing left out: a Hardhat node, the contracts, the gateway as a process of its own.</summary>
[CancelAfter(180_000)]
[Parallelizable]
internal sealed class TipTests
{
    private LocalChain _chain = null!;
    private RunningGateway _gateway = null!;

    private Address Payee => _chain.Accounts[15];

    [OneTimeSetUp]
    public async Task StartChainAsync() => _chain = await LocalChain.StartAsync();

    [OneTimeTearDown]
    public void StopChain() => _chain?.Dispose();

    [SetUp]
    public async Task StartGatewayAsync() => _gateway = await RunningGateway.StartAsync(_chain);

    [TearDown]
    public void StopGateway() => _gateway?.Dispose();

    [Test]
    public async Task A_simulated_tip_is_paid_settled_and_checked_to_its_receipt()
    {
        await _chain.AskAsync("evm_setIntervalMining", 500);
        try
        {
            string said = await _gateway.RunAsync(
                ["simulate", "tip", "--server", _gateway.Url.ToString(), "--rpc", _chain.Endpoint.ToString(), "--amount", "2345678"]);
            JsonElement tip = JsonDocument.Parse(said.Split('\n').Single(line => line.StartsWith('{'))).RootElement;
            Assert.That(tip.GetProperty("status").GetString(), Is.EqualTo("settled"));
            Assert.That(tip.GetProperty("amount").GetString(), Is.EqualTo("2345678"));
            Assert.That(tip.GetProperty("token").GetString(), Is.EqualTo(_chain.Token.ToString()));
            Assert.That(tip.GetProperty("ledgerBalanced").GetBoolean(), Is.True);
            string receipt = await _gateway.GetTextAsync($"/v1/receipts/{tip.GetProperty("receipt").GetString()}");
            Assert.That(receipt, Does.Contain(tip.GetProperty("transactionHash").GetString()!));
            string signer = (await _gateway.GetAsync("/.well-known/chaintips.json")).GetProperty("signer").GetString()!;
            string checks = await _gateway.VerifyReceiptAsync(receipt, "--signer", signer, "--rpc", _chain.Endpoint.ToString());
            Assert.That(checks, Does.Contain("ok      receipts root and logs").And.Contain("ok      canonical block").And.Not.Contain("FAILED"));
        }
        finally
        {
            await _chain.AskAsync("evm_setIntervalMining", 0);
        }
    }

    [Test]
    public async Task Two_tips_in_one_transaction_are_two_payments()
    {
        (_, string first, Hash32 firstReference) = await _gateway.AddPostAsync(Payee);
        (_, string second, Hash32 secondReference) = await _gateway.AddPostAsync(_chain.Accounts[16]);
        await _chain.SendAsync(1, _chain.Token, new AbiWriter().Write(_chain.TwoTips).Write((UInt256)5_000_000u).ToCall("approve(address,uint256)"));
        TransactionReceipt receipt = await _chain.SendAsync(
            1, _chain.TwoTips,
            new AbiWriter().Write(_chain.Router).Write(_chain.Token)
                .Write(Payee).Write((UInt256)2_000_000u).Write(firstReference)
                .Write(_chain.Accounts[16]).Write((UInt256)3_000_000u).Write(secondReference)
                .ToCall("tipTwice(address,address,(address,uint256,bytes32),(address,uint256,bytes32))"));
        await _chain.MineAsync(3);

        JsonElement paidFirst = (await _gateway.FindPaymentsAsync(first, 1, "settled"))[0];
        JsonElement paidSecond = (await _gateway.FindPaymentsAsync(second, 1, "settled"))[0];

        Assert.That(paidFirst.GetProperty("amount").GetString(), Is.EqualTo("2000000"));
        Assert.That(paidSecond.GetProperty("amount").GetString(), Is.EqualTo("3000000"));
        Assert.That(paidFirst.GetProperty("transactionHash").GetString(), Is.EqualTo(receipt.TransactionHash.ToString()));
        Assert.That(paidSecond.GetProperty("transactionHash").GetString(), Is.EqualTo(receipt.TransactionHash.ToString()));
        Assert.That(paidFirst.GetProperty("id").GetString(), Is.Not.EqualTo(paidSecond.GetProperty("id").GetString()));
        await DemandBalancedAsync();
    }

    [Test]
    public async Task A_tip_that_was_sent_while_the_gateway_lay_killed_is_credited_once()
    {
        (_, string post, Hash32 reference) = await _gateway.AddPostAsync(Payee);
        TransactionReceipt before = await _chain.TipAsync(1, Payee, 1_000_000, reference);
        await _gateway.FindPaymentsAsync(post, 1, "pending");

        _gateway.Kill();
        TransactionReceipt during = await _chain.TipAsync(2, Payee, 2_000_000, reference);
        await _chain.MineAsync(3);
        await _gateway.RestartAsync();

        IReadOnlyList<JsonElement> payments = await _gateway.FindPaymentsAsync(post, 2, "settled");
        Assert.That(
            payments.Select(payment => payment.GetProperty("transactionHash").GetString()),
            Is.EquivalentTo(new[] { before.TransactionHash.ToString(), during.TransactionHash.ToString() }));
        await DemandBalancedAsync();
    }

    [Test]
    public async Task A_reorg_voids_the_payment_and_the_same_tip_mined_again_is_credited_once()
    {
        (_, string post, Hash32 reference) = await _gateway.AddPostAsync(Payee);
        await _chain.SendAsync(3, _chain.Token, new AbiWriter().Write(_chain.Router).Write((UInt256)9_000_000u).ToCall("approve(address,uint256)"));
        string snapshot = await _chain.SnapshotAsync();
        byte[] tip = new AbiWriter().Write(_chain.Token).Write(Payee).Write((UInt256)9_000_000u).Write(reference).ToCall("tip(address,address,uint256,bytes32)");
        TransactionReceipt first = await _chain.SendAsync(3, _chain.Router, tip);
        await _gateway.FindPaymentsAsync(post, 1, "pending");

        await _chain.RevertAsync(snapshot);
        await _chain.MineAsync(2);
        await _gateway.FindPaymentsAsync(post, 1, "voided");
        TransactionReceipt again = await _chain.SendAsync(3, _chain.Router, tip);
        await _chain.MineAsync(3);

        JsonElement settled = (await _gateway.FindPaymentsAsync(post, 1, "settled")).Single(payment => payment.GetProperty("status").GetString() == "settled");
        Assert.That(again.BlockNumber, Is.Not.EqualTo(first.BlockNumber));
        Assert.That(settled.GetProperty("transactionHash").GetString(), Is.EqualTo(again.TransactionHash.ToString()));
        Assert.That(settled.GetProperty("block").GetProperty("number").GetUInt64(), Is.EqualTo(again.BlockNumber.Value));
        Assert.That(await SettledCreditsAsync(), Is.EqualTo("9000000"));
        await DemandBalancedAsync();
    }

    [Test]
    public async Task Tips_that_prove_nothing_are_in_the_inbox_with_the_reason_and_credited_to_nobody()
    {
        (_, string post, Hash32 reference) = await _gateway.AddPostAsync(Payee);
        Address thief = _chain.Accounts[4];

        await _chain.TipAsync(4, thief, 1_000_000, reference);
        await _chain.TipAsync(4, Payee, 1_000_000, Hash32.Parse("0x" + new string('1', 64)));
        TransactionReceipt last = await _chain.CreateAsync(4, ForgeTipSent(reference, thief, Payee));
        await _gateway.WaitUntilCaughtUpAsync(last.BlockNumber.Value);

        JsonElement inbox = (await _gateway.GetAsync("/v1/inbox")).GetProperty("data");
        Assert.That(
            inbox.EnumerateArray().Select(tip => tip.GetProperty("reason").GetString()),
            Is.EqualTo(new[] { "foreign_contract", "unknown_reference", "payee_differs" }));
        Assert.That((await _gateway.GetAsync($"/v1/payments?post={post}")).GetProperty("data").GetArrayLength(), Is.Zero);
        await DemandBalancedAsync();
    }

    /// <summary>Init code that emits a perfect TipSent from a contract of its own.</summary>
    private byte[] ForgeTipSent(Hash32 reference, Address payer, Address payee)
    {
        Hash32 topic = AbiSignature.Topic("TipSent(bytes32,address,address,address,uint256,uint256)");
        List<byte> code = [];
        Store(new AbiWriter().Write(_chain.Token).ToArray(), 0x00);
        Store(new AbiWriter().Write((UInt256)1_000_000u).ToArray(), 0x20);
        Push(new AbiWriter().Write(payee).ToArray());
        Push(new AbiWriter().Write(payer).ToArray());
        Push(reference.ToArray());
        Push(topic.ToArray());
        code.AddRange([0x60, 0x60, 0x60, 0x00, 0xa4, 0x00]); // LOG4 of 96 bytes at 0, then STOP
        return [.. code];

        void Push(byte[] word) => code.AddRange([0x7f, .. word]);

        void Store(byte[] word, byte at)
        {
            Push(word);
            code.AddRange([0x60, at, 0x52]);
        }
    }

    private async Task<string?> SettledCreditsAsync() =>
        (await _gateway.GetAsync("/v1/ledger/trial-balance")).GetProperty("accounts").EnumerateArray()
            .Single(account => account.GetProperty("holder").GetString() == Payee.ToString())
            .GetProperty("settledCredits").GetString();

    private async Task DemandBalancedAsync()
    {
        JsonElement books = await _gateway.GetAsync("/v1/ledger/trial-balance");
        Assert.That(books.GetProperty("balanced").GetBoolean(), Is.True, books.GetProperty("faults").ToString());
    }
}
