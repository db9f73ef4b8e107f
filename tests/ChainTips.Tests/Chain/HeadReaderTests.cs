using System.Text.Json.Nodes;
using ChainTips.Chain;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;
using ChainTips.Testing;

namespace ChainTips.Tests.Chain;

[CancelAfter(30_000)]
internal sealed class HeadReaderTests
{
    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    [Test]
    public async Task After_the_probe_the_heads_are_one_question()
    {
        FakeNode node = NodeOf(finalized: 3);
        RpcChainSource source = SourceOf(node);
        await source.ReadHeadsAsync(Token);
        int requests = node.Requests;

        ChainHeads heads = await source.ReadHeadsAsync(Token);

        Assert.That(node.Requests - requests, Is.EqualTo(1));
        Assert.That(heads.Finalized?.Number, Is.EqualTo(new BlockNumber(3)));
        Assert.That(heads.WithoutTag, Is.Null);
    }

    [TestCase(-32601, "the method does not exist")]
    [TestCase(-32602, "invalid argument 0: hex string without 0x prefix")]
    [TestCase(-32000, "finalized block not found")]
    [TestCase(-39001, "Unknown block")]
    [Description("F21: linea docs 685, zq2 863, opera 374, opbnb 36")]
    public async Task A_node_that_refuses_the_tags_says_so_once_and_the_head_is_read_all_the_same(int code, string message)
    {
        FakeNode node = NodeOf(finalized: 3);
        node.Refusals["finalized"] = new JsonObject { ["code"] = code, ["message"] = message };
        node.Refusals["safe"] = new JsonObject { ["code"] = code, ["message"] = message };
        RpcChainSource source = SourceOf(node);

        ChainHeads first = await source.ReadHeadsAsync(Token);
        int requests = node.Requests;
        ChainHeads second = await source.ReadHeadsAsync(Token);

        Assert.That(node.Requests - requests, Is.EqualTo(1));
        Assert.That(first.WithoutTag, Is.EqualTo($"the node has no finalized block: error {code}"));
        Assert.That(first.Finalized, Is.Null);
        Assert.That(first.Safe, Is.Null);
        Assert.That(second, Is.EqualTo(first).Using<ChainHeads>((one, other) => one.WithoutTag == other.WithoutTag && one.Head.Hash == other.Head.Hash));
    }

    [Test]
    [Description("F21: null instead of an error")]
    public async Task A_node_that_answers_null_for_the_finalized_block_has_none()
    {
        ChainHeads heads = await SourceOf(NodeOf(finalized: null)).ReadHeadsAsync(Token);

        Assert.That(heads.WithoutTag, Is.EqualTo("the node says null for the finalized block"));
    }

    [Test]
    [Description("F26, F27: a node that fails has not said that it has no tags")]
    public async Task A_failure_that_may_pass_is_no_missing_tag()
    {
        FakeNode node = NodeOf(finalized: 3);
        node.Refusals["finalized"] = new JsonObject { ["code"] = -32005, ["message"] = "too many requests" };
        RpcChainSource source = SourceOf(node);

        await Assert.ThatAsync(() => source.ReadHeadsAsync(Token), Throws.TypeOf<JsonRpcErrorException>());
        node.Refusals.Clear();

        Assert.That((await source.ReadHeadsAsync(Token)).Finalized?.Number, Is.EqualTo(new BlockNumber(3)));
    }

    [Test]
    public async Task A_tag_that_fails_later_is_probed_again()
    {
        FakeNode node = NodeOf(finalized: 3);
        RpcChainSource source = SourceOf(node);
        await source.ReadHeadsAsync(Token);
        node.Refusals["finalized"] = new JsonObject { ["code"] = -32000, ["message"] = "finalized block not found" };

        await Assert.ThatAsync(() => source.ReadHeadsAsync(Token), Throws.TypeOf<JsonRpcErrorException>());

        Assert.That((await source.ReadHeadsAsync(Token)).WithoutTag, Is.Not.Null);
    }

    [Test]
    public async Task By_confirmations_no_tag_is_asked_for()
    {
        FakeNode node = NodeOf(finalized: 3);
        ChainProfile counting = Sample.TaggedProfile with { Finality = new FinalityRule.Confirmations(3) };

        ChainHeads heads = await SourceOf(node, counting).ReadHeadsAsync(Token);

        Assert.That(node.Methods, Has.Count.EqualTo(1));
        Assert.That(heads.Finalized, Is.Null);
    }

    private static FakeNode NodeOf(ulong? finalized)
    {
        FakeChain chain = new() { Finalized = finalized is ulong number ? new BlockNumber(number) : null };
        chain.MineEmpty(6);
        return new FakeNode(chain);
    }

    private static RpcChainSource SourceOf(FakeNode node, ChainProfile? profile = null) => new(
        node.Rpc(), profile ?? Sample.TaggedProfile, new LogInterest(Sample.Router, ALog.TipSentTopic), Verification.Proof);
}
