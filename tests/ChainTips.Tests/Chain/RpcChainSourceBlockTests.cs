using System.Text.Json.Nodes;
using ChainTips.Chain;
using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Testing;
using static ChainTips.Tests.Chain.RpcSource;

namespace ChainTips.Tests.Chain;

[CancelAfter(30_000)]
internal sealed class RpcChainSourceBlockTests
{
    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    [Test]
    public async Task A_block_whose_bloom_has_no_tip_is_empty_and_its_receipts_are_not_asked_for()
    {
        FakeNode node = new(ChainWith(FakeTransaction.Of("bare", Sent.TransferLog()), out FakeBlock block));

        ObservedBlock observed = await SourceOf(node).ReadBlockAsync(block.Header, Token);

        Assert.That(observed.Receipts, Is.Empty);
        Assert.That(observed.Block, Is.EqualTo(block.Ref));
        Assert.That(observed.Timestamp, Is.EqualTo(block.Time));
        Assert.That(node.Methods, Is.Empty);
    }

    [TestCase(true, BlockReceipts)]
    [TestCase(false, ReceiptByHash)]
    public async Task A_block_with_tips_gives_the_whole_receipts_of_their_transactions(bool hasBlockReceipts, string method)
    {
        FakeChain chain = new();
        FakeBlock block = chain.Mine(FakeTransaction.Of("bare"), Sent.Sent("one"), FakeTransaction.Of("other", Sent.TransferLog()), Sent.Sent("two"));
        FakeNode node = new(chain);

        ObservedBlock observed = await SourceOf(node, Sample.TaggedProfile with { HasBlockReceipts = hasBlockReceipts })
            .ReadBlockAsync(block.Header, Token);

        Assert.That(observed.Receipts.Select(r => r.TransactionIndex), Is.EqualTo(Enumerable.Range(0, 4).Where(index => index % 2 == 1)));
        Assert.That(observed.Receipts.Select(r => r.Logs), Is.EqualTo(new[] { block.Receipts[1].Logs, block.Receipts[3].Logs }));
        Assert.That(node.Methods, Is.All.EqualTo(method));
    }

    [Test]
    [Description("A1: a forgery near the head is seen")]
    public async Task A_log_with_the_topic_from_another_contract_is_observed_too()
    {
        FakeNode node = new(ChainWith((Sent with { Emitter = Sample.Stranger }).Sent("forged"), out FakeBlock block));

        Assert.That((await SourceOf(node).ReadBlockAsync(block.Header, Token)).Receipts, Has.Count.EqualTo(1));
    }

    [Test]
    [Description("F1, F2: an empty answer is not believed when the bloom says otherwise")]
    public async Task No_receipts_for_a_block_with_transactions_is_a_contradiction()
    {
        FakeNode node = new(ChainWith(Sent.Sent("one"), out FakeBlock block));
        node.Lies[BlockReceipts] = _ => new JsonArray();

        await AssertContradictionAsync(node, block, "1 transactions and 0 receipts");
    }

    [Test]
    [Description("F3: a log that is silently missing")]
    public async Task Receipts_without_a_log_that_the_bloom_has_are_a_contradiction()
    {
        FakeNode node = new(ChainWith(Sent.Sent("one"), out FakeBlock block));
        node.Lies[BlockReceipts] = honest => Spoil(honest, receipts => receipts[0]!["logs"] = new JsonArray());

        await AssertContradictionAsync(node, block, "do not make the bloom");
    }

    [Test]
    [Description("F14: a log that was added")]
    public async Task Receipts_with_a_log_that_the_bloom_lacks_are_a_contradiction()
    {
        FakeNode node = new(ChainWith(Sent.Sent("one"), out FakeBlock block));
        node.Lies[BlockReceipts] = honest => Spoil(
            honest, receipts => receipts[0]!["logs"]![0]!["topics"]![1] = Sample.HashOf("another payer").ToString());

        await AssertContradictionAsync(node, block, "do not make the bloom");
    }

    [Test]
    public async Task A_bloom_that_leaves_logs_out_is_accepted_where_the_profile_says_so()
    {
        FakeChain chain = new();
        FakeBlock honest = chain.Mine(Sent.Sent("one"), FakeTransaction.Of("state sync", ALog.Of(Sample.Stranger, [], [])));
        BlockHeader header = honest.Header with { LogsBloom = LogsBloom.Of(honest.Receipts[0].Logs) };

        ObservedBlock observed = await SourceOf(new FakeNode(chain), Sample.TaggedProfile with { ReceiptsMatchHeader = false })
            .ReadBlockAsync(header, Token);

        Assert.That(observed.Receipts, Has.Count.EqualTo(1));
        await Assert.ThatAsync(
            () => SourceOf(new FakeNode(chain)).ReadBlockAsync(header, Token), Throws.TypeOf<InconsistentAnswerException>());
    }

    [Test]
    [Description("F7: receipts of the other fork")]
    public async Task Receipts_of_another_block_are_refused()
    {
        FakeChain chain = ChainWith(Sent.Sent("one"), out FakeBlock block);
        FakeNode node = new(chain);
        chain.Reorg(1);
        chain.Mine(Sent.Sent("one"));
        JsonNode other = JsonNode.Parse((await AskReceiptsAsync(node, chain.Head)).ToJsonString())!;
        node.Lies[BlockReceipts] = _ => other.DeepClone();

        await Assert.ThatAsync(
            () => SourceOf(node).ReadBlockAsync(block.Header, Token), Throws.InstanceOf<EthereumRpcException>().With.Property("IsTransient").True);
    }

    [Test]
    [Description("F7, read by transaction: it was mined again in another block meanwhile")]
    public async Task A_receipt_that_names_another_block_is_a_contradiction()
    {
        FakeChain chain = ChainWith(Sent.Sent("one"), out FakeBlock block);
        chain.Reorg(1);
        FakeBlock now = chain.Mine(Sent.Sent("one"));

        MalformedResponseException error = (await Assert.ThrowsAsync<MalformedResponseException>(
            () => SourceOf(new FakeNode(chain), WithoutBlockReceipts).ReadBlockAsync(block.Header, Token)))!;

        Assert.That(error.Message, Does.Contain(block.Header.Hash.ToString()).And.Contains(now.Header.Hash.ToString()));
        Assert.That(error.IsTransient, Is.True);
    }

    [Test]
    [Description("F8")]
    public async Task A_receipt_that_is_missing_is_asked_for_again()
    {
        FakeNode node = new(ChainWith(Sent.Sent("one"), out FakeBlock block));
        node.Lies[ReceiptByHash] = _ => null;

        await Assert.ThatAsync(
            () => SourceOf(node, WithoutBlockReceipts).ReadBlockAsync(block.Header, Token),
            Throws.TypeOf<MissingTransactionReceiptException>().With.Property("IsTransient").True);
    }

    [Test]
    public async Task A_block_that_the_node_forgot_is_asked_for_again()
    {
        FakeChain chain = ChainWith(Sent.Sent("one"), out FakeBlock block);
        chain.ReplaceByEmpty(1);

        await Assert.ThatAsync(
            () => SourceOf(new FakeNode(chain)).ReadBlockAsync(block.Header, Token),
            Throws.TypeOf<UnknownBlockException>().With.Property("IsTransient").True);
    }

    [Test]
    [Description("F10")]
    public async Task Receipts_in_the_wrong_order_are_refused()
    {
        FakeChain chain = new();
        FakeBlock block = chain.Mine(Sent.Sent("one"), Sent.Sent("two"));
        FakeNode node = new(chain);
        node.Lies[BlockReceipts] = honest => new JsonArray([.. honest!.AsArray().Reverse().Select(receipt => receipt!.DeepClone())]);

        await Assert.ThatAsync(() => SourceOf(node).ReadBlockAsync(block.Header, Token), Throws.InstanceOf<EthereumRpcException>());
    }

    private static async Task<JsonNode> AskReceiptsAsync(FakeNode node, FakeBlock block)
    {
        JsonNode? seen = null;
        node.Lies[BlockReceipts] = honest =>
        {
            seen = honest;
            return honest;
        };
        await SourceOf(node).ReadBlockAsync(block.Header, Token);
        return seen!;
    }

    private static async Task AssertContradictionAsync(FakeNode node, FakeBlock block, string what)
    {
        InconsistentAnswerException error = (await Assert.ThrowsAsync<InconsistentAnswerException>(
            () => SourceOf(node).ReadBlockAsync(block.Header, Token)))!;

        Assert.That(error.Message, Does.Contain(block.Header.Hash.ToString()).And.Contains(what));
        Assert.That(error.IsTransient, Is.True);
    }
}
