using System.Text.Json.Nodes;
using ChainTips.Chain;
using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;
using ChainTips.Testing;

namespace ChainTips.Tests.Chain;

[CancelAfter(30_000)]
internal sealed class RpcChainSourceTests
{
    private const string BlockReceipts = "eth_getBlockReceipts";
    private const string ReceiptByHash = "eth_getTransactionReceipt";

    private static readonly ATip Sent = ATip.For(Sample.HashOf("reference"));
    private static readonly ChainProfile WithoutBlockReceipts = Sample.TaggedProfile with { HasBlockReceipts = false };

    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    [Test]
    public async Task The_facts_are_those_of_the_node()
    {
        FakeChain chain = new() { ChainId = 10, RouterHasCode = false };

        ChainFacts facts = await SourceOf(new FakeNode(chain)).ReadFactsAsync(Token);

        Assert.That(facts, Is.EqualTo(new ChainFacts(10, chain.At(0).Header.Hash, false)));
    }

    [Test]
    public async Task A_token_says_its_name_its_decimals_and_its_domain()
    {
        FakeNode node = new(new FakeChain());
        node.Calls[FakeNode.Selector("name()")] = new AbiWriter().WriteString("USD Coin").ToArray();
        node.Calls[FakeNode.Selector("decimals()")] = new AbiWriter().Write((UInt256)6UL).ToArray();
        node.Calls[FakeNode.Selector("DOMAIN_SEPARATOR()")] = new AbiWriter().Write(Sample.HashOf("domain")).ToArray();

        TokenFacts facts = await SourceOf(node).ReadTokenAsync(Sample.Usdc.Address, Token);

        Assert.That(facts, Is.EqualTo(new TokenFacts("USD Coin", 6UL, Sample.HashOf("domain"))));
    }

    [Test]
    public async Task A_contract_that_reverts_or_answers_nothing_says_nothing()
    {
        FakeNode node = new(new FakeChain());
        node.Calls[FakeNode.Selector("decimals()")] = [];

        TokenFacts facts = await SourceOf(node).ReadTokenAsync(Sample.Usdc.Address, Token);

        Assert.That(facts, Is.EqualTo(new TokenFacts(null, null, null)));
    }

    [Test]
    public async Task Head_header_and_finalized_number_are_those_of_the_node()
    {
        FakeChain chain = new();
        chain.MineEmpty(5);
        chain.Finalized = new BlockNumber(3);
        RpcChainSource source = SourceOf(new FakeNode(chain));

        Assert.That((await source.ReadHeadAsync(Token)).Hash, Is.EqualTo(chain.Head.Header.Hash));
        Assert.That((await source.ReadHeaderAsync(new BlockNumber(2), Token))?.Hash, Is.EqualTo(chain.At(2).Header.Hash));
        Assert.That(await source.ReadHeaderAsync(new BlockNumber(6), Token), Is.Null);
        Assert.That(await source.ReadFinalizedNumberAsync(Token), Is.EqualTo(new BlockNumber(3)));
    }

    [Test]
    [Description("F21")]
    public async Task A_node_without_a_finalized_block_has_no_finalized_number() =>
        Assert.That(await SourceOf(new FakeNode(new FakeChain())).ReadFinalizedNumberAsync(Token), Is.Null);

    [Test]
    [Description("F9")]
    public async Task A_null_for_the_head_is_an_error()
    {
        FakeNode node = new(new FakeChain());
        node.Lies["eth_getBlockByNumber"] = _ => null;

        await Assert.ThatAsync(() => SourceOf(node).ReadHeadAsync(Token), Throws.TypeOf<MalformedResponseException>());
    }

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

        InconsistentAnswerException error = (await Assert.ThrowsAsync<InconsistentAnswerException>(
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

    [TestCase(Verification.Bloom)]
    [TestCase(Verification.Trust)]
    public async Task A_range_gives_the_blocks_with_tips_in_order(Verification verification)
    {
        FakeChain chain = new();
        FakeBlock first = chain.Mine(FakeTransaction.Of("bare"), Sent.Sent("one").Then(Sent.Sent("two")), Sent.Sent("three"));
        chain.MineEmpty(2);
        FakeBlock second = chain.Mine(Sent.Sent("four"));
        chain.Mine(Sent.Sent("beyond the range"));

        FinalRange range = await SourceOf(new FakeNode(chain), verification: verification)
            .ReadRangeAsync(new BlockNumber(1), second.Number, Token);

        Assert.That(range.FirstParentHash, Is.EqualTo(chain.At(0).Header.Hash));
        Assert.That(range.Last, Is.EqualTo(second.Ref));
        Assert.That(range.LastTime, Is.EqualTo(second.Time));
        Assert.That(range.Blocks.Select(block => block.Block), Is.EqualTo(new[] { first.Ref, second.Ref }));
        Assert.That(range.Blocks.Select(block => block.Timestamp), Is.EqualTo(new[] { first.Time, second.Time }));
        Assert.That(
            range.Blocks[0].Receipts.Select(receipt => receipt.TransactionHash), Is.EqualTo(first.Header.TransactionHashes.Skip(1)));
    }

    [Test]
    [Description("F1, F3: the bloom of the header says that there may be a tip, and the block is read whole")]
    public async Task An_empty_answer_for_a_range_is_not_believed()
    {
        FakeNode node = new(ChainWith(Sent.Sent("one"), out FakeBlock block));
        node.Lies["eth_getLogs"] = _ => new JsonArray();

        FinalRange range = await SourceOf(node).ReadRangeAsync(block.Number, block.Number, Token);

        Assert.That(range.Blocks.Select(observed => observed.Block), Is.EqualTo(new[] { block.Ref }));
    }

    [Test]
    [Description("F6: headers of several forks in one batch")]
    public async Task A_range_whose_headers_do_not_link_is_a_contradiction()
    {
        FakeChain chain = new();
        chain.MineEmpty(3);
        FakeNode node = new(chain);
        node.Lies["eth_getBlockByNumber"] = honest => (string)honest!["number"]! == "0x2"
            ? Spoil(honest, header => header["parentHash"] = Sample.HashOf("another fork").ToString())
            : honest;

        await Assert.ThatAsync(
            () => SourceOf(node).ReadRangeAsync(new BlockNumber(1), new BlockNumber(3), Token), Throws.TypeOf<InconsistentAnswerException>());
    }

    [TestCase(Verification.Bloom)]
    [TestCase(Verification.Trust)]
    [Description("F9")]
    public async Task A_range_with_a_block_that_the_node_does_not_have_is_asked_for_again(Verification verification)
    {
        FakeChain chain = new();
        chain.MineEmpty(3);
        FakeNode node = new(chain);
        node.Lies["eth_getBlockByNumber"] = honest => (string)honest!["number"]! == "0x3" ? null : honest;

        await Assert.ThatAsync(
            () => SourceOf(node, verification: verification).ReadRangeAsync(new BlockNumber(1), new BlockNumber(3), Token),
            Throws.TypeOf<InconsistentAnswerException>().With.Property("IsTransient").True);
    }

    [Test]
    public async Task A_range_whose_receipts_name_another_block_is_a_contradiction()
    {
        FakeChain chain = ChainWith(Sent.Sent("one"), out FakeBlock block);
        FakeNode node = new(chain);
        node.Lies["eth_getBlockByNumber"] = honest => Spoil(honest, header => header["hash"] = Sample.HashOf("another fork").ToString());

        await Assert.ThatAsync(() => TrustingSourceOf(node).ReadRangeAsync(block.Number, block.Number, Token), Throws.TypeOf<InconsistentAnswerException>());
    }

    [Test]
    public async Task A_log_that_its_receipt_does_not_have_is_a_contradiction()
    {
        FakeNode node = new(ChainWith(Sent.Sent("one"), out FakeBlock block));
        node.Lies[ReceiptByHash] = honest => Spoil(honest, receipt => receipt["logs"] = new JsonArray());

        await Assert.ThatAsync(() => TrustingSourceOf(node).ReadRangeAsync(block.Number, block.Number, Token), Throws.TypeOf<InconsistentAnswerException>());
    }

    [Test]
    [Description("F8")]
    public async Task A_range_with_a_log_but_no_receipt_is_asked_for_again()
    {
        FakeNode node = new(ChainWith(Sent.Sent("one"), out FakeBlock block));
        node.Lies[ReceiptByHash] = _ => null;

        await Assert.ThatAsync(
            () => TrustingSourceOf(node).ReadRangeAsync(block.Number, block.Number, Token), Throws.TypeOf<MissingTransactionReceiptException>());
    }

    private static RpcChainSource TrustingSourceOf(FakeNode node) => SourceOf(node, verification: Verification.Trust);

    private static RpcChainSource SourceOf(
        FakeNode node, ChainProfile? profile = null, Verification verification = Verification.Bloom) =>
        new(node.Rpc(), profile ?? Sample.TaggedProfile, new LogInterest(Sample.Router, ALog.TipSentTopic), verification);

    private static FakeChain ChainWith(FakeTransaction transaction, out FakeBlock block)
    {
        FakeChain chain = new();
        block = chain.Mine(transaction);
        return chain;
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

    private static JsonNode? Spoil(JsonNode? honest, Action<JsonNode> spoil)
    {
        spoil(honest!);
        return honest;
    }

    private static void MoveTo(JsonNode receipt, FakeBlock block)
    {
        foreach (JsonNode part in receipt["logs"]!.AsArray().Select(log => log!).Append(receipt))
        {
            part["blockNumber"] = $"0x{block.Number.Value:x}";
            part["blockHash"] = block.Header.Hash.ToString();
        }
    }

    private static async Task AssertContradictionAsync(FakeNode node, FakeBlock block, string what)
    {
        InconsistentAnswerException error = (await Assert.ThrowsAsync<InconsistentAnswerException>(
            () => SourceOf(node).ReadBlockAsync(block.Header, Token)))!;

        Assert.That(error.Message, Does.Contain(block.Header.Hash.ToString()).And.Contains(what));
        Assert.That(error.IsTransient, Is.True);
    }
}
