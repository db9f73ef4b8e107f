using System.Text.Json.Nodes;
using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Testing;

namespace ChainTips.Tests.Chain;

/// <summary>What is refused at the level proof, near the head and in ranges.</summary>
[CancelAfter(30_000)]
internal sealed class ProofTests
{
    private const string BlockByNumber = "eth_getBlockByNumber";
    private const string BlockReceipts = "eth_getBlockReceipts";
    private const string ReceiptByHash = "eth_getTransactionReceipt";

    private static readonly ATip Sent = ATip.For(Sample.HashOf("reference"));

    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    [TestCase("stateRoot")]
    [TestCase("receiptsRoot")]
    [TestCase("logsBloom")]
    [TestCase("timestamp")]
    [TestCase("gasUsed")]
    [TestCase("miner")]
    [TestCase("parentHash")]
    [Description("F14: the header of a lying node")]
    public async Task A_header_whose_field_was_changed_is_refused_everywhere(string field)
    {
        FakeNode node = NodeWithTip(out FakeBlock block);
        node.Lies[BlockByNumber] = honest => Spoil(honest, header => header[field] = Changed((string)header[field]!));
        RpcChainSource source = SourceOf(node);

        await AssertRefusedAsync(() => source.ReadHeadsAsync(Token), RejectionReason.HeaderHash);
        await AssertRefusedAsync(() => source.ReadHeaderAsync(block.Number, Token), RejectionReason.HeaderHash);
        await AssertRefusedAsync(() => source.ReadRangeAsync(block.Number, block.Number, Token), RejectionReason.HeaderHash);
    }

    [Test]
    public async Task A_header_that_cannot_be_hashed_names_the_chain_and_the_way_out()
    {
        FakeNode node = NodeWithTip(out FakeBlock block);
        node.Lies[BlockByNumber] = honest => Spoil(honest, header => header["mixHash"] = null);

        InconsistentAnswerException error = (await Assert.ThrowsAsync<InconsistentAnswerException>(
            () => SourceOf(node).ReadHeaderAsync(block.Number, Token)))!;

        Assert.That(error.Reason, Is.EqualTo(RejectionReason.HeaderHash));
        Assert.That(error.Message, Does.Contain("Test chain").And.Contains("ChainTips:Chains:31337:Verification to Bloom"));
    }

    [Test]
    [Description("F14: an amount that was changed; no bloom covers it")]
    public async Task A_changed_amount_is_refused([Values] bool byBlock)
    {
        FakeNode node = NodeWithTip(out FakeBlock block);
        node.Lies[byBlock ? BlockReceipts : ReceiptByHash] = honest =>
            Spoil(honest, answer => Receipt(answer)["logs"]![1]!["data"] = Changed((string)Receipt(answer)["logs"]![1]!["data"]!));

        await AssertRefusedAsync(
            () => SourceOf(node, byBlock).ReadBlockAsync(block.Header, Token), RejectionReason.ReceiptsRoot);
    }

    [Test]
    [Description("A2: a failed transaction that is shown as successful")]
    public async Task A_changed_status_is_refused([Values] bool byBlock)
    {
        FakeNode node = NodeWithTip(out FakeBlock block);
        node.Lies[byBlock ? BlockReceipts : ReceiptByHash] = honest => Spoil(honest, answer => Receipt(answer)["status"] = "0x0");

        await AssertRefusedAsync(
            () => SourceOf(node, byBlock).ReadBlockAsync(block.Header, Token), RejectionReason.ReceiptsRoot);
    }

    [Test]
    public async Task Receipts_that_say_too_little_to_be_hashed_are_refused()
    {
        FakeNode node = NodeWithTip(out FakeBlock block);
        node.Lies[BlockReceipts] = honest => Spoil(honest, answer => Receipt(answer).AsObject().Remove("cumulativeGasUsed"));

        await AssertRefusedAsync(() => SourceOf(node).ReadBlockAsync(block.Header, Token), RejectionReason.ReceiptsRoot);
    }

    [Test]
    [Description("the transactions of a block are not part of its receipts root")]
    public async Task Receipts_of_other_transactions_are_refused()
    {
        FakeChain chain = new();
        FakeBlock block = chain.Mine(Sent.Sent("one"), Sent.Sent("two"));
        FakeNode node = new(chain);
        node.Lies[BlockReceipts] = honest => Spoil(honest, answer =>
        {
            Rename(answer[0]!, block.Receipts[1].TransactionHash);
            Rename(answer[1]!, block.Receipts[0].TransactionHash);
        });

        await AssertRefusedAsync(() => SourceOf(node).ReadBlockAsync(block.Header, Token), RejectionReason.Transactions);
    }

    [Test]
    public async Task A_node_without_block_receipts_is_asked_by_transaction_from_then_on()
    {
        FakeNode node = NodeWithTip(out FakeBlock block);
        node.Refusals[BlockReceipts] = new JsonObject { ["code"] = -32601, ["message"] = "Method eth_getBlockReceipts is not supported" };
        RpcChainSource source = SourceOf(node);

        ObservedBlock first = await source.ReadBlockAsync(block.Header, Token);
        ObservedBlock second = await source.ReadBlockAsync(block.Header, Token);

        InclusionEvidence? evidence = await source.ReadEvidenceAsync(block.Ref, 0, Token);

        Assert.That(evidence, Is.Not.Null);
        Assert.That(first.Receipts, Has.Count.EqualTo(1));
        Assert.That(second.Receipts, Has.Count.EqualTo(1));
        Assert.That(node.Methods.Count(method => method == BlockReceipts), Is.EqualTo(1));
        Assert.That(node.Methods.Count(method => method == ReceiptByHash), Is.EqualTo(3));
    }

    [Test]
    [Description("F30, R24: one block that is too large for an answer")]
    public async Task A_block_that_is_too_large_at_once_is_read_by_transaction()
    {
        FakeNode node = NodeWithTip(out FakeBlock block);
        node.Refusals[BlockReceipts] = new JsonObject { ["code"] = -32008, ["message"] = "Response is too big" };

        ObservedBlock observed = await SourceOf(node).ReadBlockAsync(block.Header, Token);

        Assert.That(observed.Receipts, Has.Count.EqualTo(1));
    }

    [TestCase(Verification.Proof)]
    [TestCase(Verification.Bloom)]
    public async Task A_range_asks_for_headers_and_receipts_in_batches_and_for_no_logs(Verification verification)
    {
        FakeChain chain = new();
        for (int i = 0; i < 250; i++)
        {
            chain.Mine(i % 10 == 0 ? [Sent.Sent($"tip {i}")] : [FakeTransaction.Of($"bare {i}", Sent.TransferLog())]);
        }

        FakeNode node = new(chain) { AllIsFinal = true };
        FinalRange range = await SourceOf(node, verification: verification).ReadRangeAsync(new BlockNumber(1), chain.Head.Number, Token);

        Assert.That(range.Blocks, Has.Count.EqualTo(25));
        Assert.That(range.FirstParentHash, Is.EqualTo(chain.At(0).Header.Hash));
        Assert.That(node.Requests, Is.EqualTo(6), "two looks for tags, three batches of headers, one of receipts");
        Assert.That(node.Methods.Count(method => method == BlockReceipts), Is.EqualTo(25));
        Assert.That(node.Methods, Does.Not.Contain("eth_getLogs"));
    }

    [Test]
    public void Proof_is_refused_where_receipts_do_not_match_the_header() =>
        Assert.That(
            () => SourceOf(new FakeNode(new FakeChain()), matches: false),
            Throws.ArgumentException.With.Message.Contains("Test chain").And.Message.Contains("Bloom"));

    private static FakeNode NodeWithTip(out FakeBlock block)
    {
        FakeChain chain = new();
        block = chain.Mine(Sent.Sent("one"));
        chain.Finalized = block.Number;
        return new FakeNode(chain);
    }

    private static RpcChainSource SourceOf(
        FakeNode node, bool byBlock = true, Verification verification = Verification.Proof, bool matches = true) => new(
        node.Rpc(),
        Sample.TaggedProfile with { HasBlockReceipts = byBlock, ReceiptsMatchHeader = matches },
        new LogInterest(Sample.Router, ALog.TipSentTopic),
        verification);

    private static JsonNode Receipt(JsonNode answer) => answer is JsonArray list ? list[0]! : answer;

    private static void Rename(JsonNode receipt, Hash32 transaction)
    {
        foreach (JsonNode part in receipt["logs"]!.AsArray().Select(log => log!).Append(receipt))
        {
            part["transactionHash"] = transaction.ToString();
        }
    }

    private static JsonNode? Spoil(JsonNode? honest, Action<JsonNode> spoil)
    {
        spoil(honest!);
        return honest;
    }

    private static string Changed(string hex) => hex[..^1] + (hex[^1] == '1' ? '2' : '1');

    private static async Task AssertRefusedAsync(Func<Task> read, RejectionReason reason)
    {
        InconsistentAnswerException error = (await Assert.ThrowsAsync<InconsistentAnswerException>(read))!;

        Assert.That(error.Reason, Is.EqualTo(reason));
        Assert.That(error.IsTransient, Is.True);
    }
}
