using System.Text.Json.Nodes;
using ChainTips.Chain;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;
using ChainTips.Testing;
using static ChainTips.Tests.Chain.RpcSource;

namespace ChainTips.Tests.Chain;

[CancelAfter(30_000)]
internal sealed class RpcChainSourceRangeTests
{
    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    [TestCase(Verification.Proof)]
    [TestCase(Verification.Bloom)]
    [TestCase(Verification.Trust)]
    public async Task A_range_gives_the_blocks_with_tips_in_order(Verification verification)
    {
        FakeChain chain = new();
        FakeBlock first = chain.Mine(FakeTransaction.Of("bare"), Sent.Sent("one").Then(Sent.Sent("two")), Sent.Sent("three"));
        chain.MineEmpty(2);
        FakeBlock second = chain.Mine(Sent.Sent("four"));
        chain.Mine(Sent.Sent("beyond the range"));

        FinalRange range = await SourceOf(new FakeNode(chain) { AllIsFinal = true }, verification: verification)
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
        FakeNode node = new(ChainWith(Sent.Sent("one"), out FakeBlock block)) { AllIsFinal = true };
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
        FakeNode node = new(chain) { AllIsFinal = true };
        node.Lies["eth_getBlockByNumber"] = honest => (string)honest!["number"]! == "0x2"
            ? Spoil(honest, header => header["parentHash"] = Sample.HashOf("another fork").ToString())
            : honest;

        await Assert.ThatAsync(
            () => SourceOf(node).ReadRangeAsync(new BlockNumber(1), new BlockNumber(3), Token), Throws.TypeOf<InconsistentAnswerException>());
    }

    [TestCase(3, "final block of that number is", Description = "the range ends with the final block")]
    [TestCase(5, "names", Description = "the final block is further up")]
    [Description("F6: the calls of one batch are answered by two nodes, one of which is still on a fork that lost")]
    public async Task A_range_that_does_not_stand_under_the_final_block_is_a_contradiction(int head, string contradiction)
    {
        FakeChain chain = new();
        chain.MineEmpty(head);
        FakeNode node = new(chain) { AllIsFinal = true };
        node.Lies["eth_getBlockByNumber"] = honest => (string)honest!["number"]! == "0x3" && node.Parameters[^1] == "0x3"
            ? Spoil(honest, header => header["hash"] = Sample.HashOf("a fork that lost").ToString())
            : honest;

        await Assert.ThatAsync(
            () => SourceOf(node).ReadRangeAsync(new BlockNumber(1), new BlockNumber(3), Token),
            Throws.TypeOf<InconsistentAnswerException>().With.Message.Contains(Sample.HashOf("a fork that lost").ToString()).And.Message.Contains(contradiction));
    }

    [TestCase(Verification.Proof)]
    [TestCase(Verification.Bloom)]
    [TestCase(Verification.Trust)]
    [Description("F9")]
    public async Task A_range_with_a_block_that_the_node_does_not_have_is_asked_for_again(Verification verification)
    {
        FakeChain chain = new();
        chain.MineEmpty(3);
        FakeNode node = new(chain) { AllIsFinal = true };
        node.Lies["eth_getBlockByNumber"] = honest => (string)honest!["number"]! == "0x3" ? null : honest;

        await Assert.ThatAsync(
            () => SourceOf(node, verification: verification).ReadRangeAsync(new BlockNumber(1), new BlockNumber(3), Token),
            Throws.TypeOf<InconsistentAnswerException>().With.Property("IsTransient").True);
    }

    [Test]
    public async Task A_range_whose_receipts_name_another_block_is_a_contradiction()
    {
        FakeChain chain = ChainWith(Sent.Sent("one"), out FakeBlock block);
        FakeNode node = new(chain) { AllIsFinal = true };
        node.Lies["eth_getBlockByNumber"] = honest => Spoil(honest, header => header["hash"] = Sample.HashOf("another fork").ToString());

        await Assert.ThatAsync(() => TrustingSourceOf(node).ReadRangeAsync(block.Number, block.Number, Token), Throws.TypeOf<InconsistentAnswerException>());
    }

    [Test]
    public async Task A_log_that_its_receipt_does_not_have_is_a_contradiction()
    {
        FakeNode node = new(ChainWith(Sent.Sent("one"), out FakeBlock block)) { AllIsFinal = true };
        node.Lies[ReceiptByHash] = honest => Spoil(honest, receipt => receipt["logs"] = new JsonArray());

        await Assert.ThatAsync(() => TrustingSourceOf(node).ReadRangeAsync(block.Number, block.Number, Token), Throws.TypeOf<InconsistentAnswerException>());
    }

    [Test]
    [Description("F8")]
    public async Task A_range_with_a_log_but_no_receipt_is_asked_for_again()
    {
        FakeNode node = new(ChainWith(Sent.Sent("one"), out FakeBlock block)) { AllIsFinal = true };
        node.Lies[ReceiptByHash] = _ => null;

        await Assert.ThatAsync(
            () => TrustingSourceOf(node).ReadRangeAsync(block.Number, block.Number, Token), Throws.TypeOf<MissingTransactionReceiptException>());
    }
}
