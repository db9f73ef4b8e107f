using System.Text.Json.Nodes;
using ChainTips.Chain;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;
using ChainTips.Testing;

namespace ChainTips.Tests.Chain;

/// <summary>Final history by <c>eth_getLogs</c>, with the limits that providers set.</summary>
[CancelAfter(60_000)]
internal sealed class TrustedRangeTests
{
    private static readonly ATip Sent = ATip.For(Sample.HashOf("reference"));

    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    [TestCase("eth_getLogs is limited to a {0} block range")]
    [TestCase("exceed maximum block range: {0}")]
    [TestCase("this block range should work: [{1}, {2}], block range too wide")]
    [TestCase("block range is too wide", Description = "Ankr: no number at all")]
    [Description("R24, faults.md 2.3")]
    public async Task A_range_is_read_whole_whatever_the_provider_allows_and_however_it_says_so(string text)
    {
        foreach (ulong limit in new ulong[] { 1, 10, 77, 800 })
        {
            FakeNode node = NodeOf(1_000, every: 9);
            node.LargestLogRange = limit;
            node.LimitText = text;

            FinalRange range = await SourceOf(node).ReadRangeAsync(new BlockNumber(1), new BlockNumber(1_000), Token);

            Assert.That(range.Blocks, Has.Count.EqualTo(111), $"limit {limit}");
        }
    }

    [TestCase("eth_getLogs is limited to a {0} block range", 10UL)]
    [TestCase("eth_getLogs is limited to a {0} block range", 800UL)]
    [TestCase("block range is too wide", 10UL)]
    [TestCase("block range is too wide", 800UL)]
    [Description("R24: at most 1.2 times the requests that are needed")]
    public async Task What_a_provider_allows_is_learnt_once(string text, ulong limit)
    {
        const ulong Head = 20_000;
        FakeNode node = NodeOf(Head, every: 5_000);
        node.LargestLogRange = limit;
        node.LimitText = text;
        RpcChainSource source = SourceOf(node);

        for (ulong first = 1; first < Head; first += 4_000)
        {
            await source.ReadRangeAsync(new BlockNumber(first), new BlockNumber(first + 3_999), Token);
        }

        int asked = node.Methods.Count(method => method == "eth_getLogs");
        int needed = 5 * (int)((4_000 + limit - 1) / limit);
        Assert.That(asked, Is.LessThanOrEqualTo((int)Math.Ceiling(1.2 * needed) + 12), $"{needed} are needed");
    }

    [Test]
    public async Task Too_many_logs_are_asked_for_in_smaller_ranges()
    {
        FakeNode node = NodeOf(200, every: 1);
        node.MostLogs = 10;

        FinalRange range = await SourceOf(node).ReadRangeAsync(new BlockNumber(1), new BlockNumber(200), Token);

        Assert.That(range.Blocks, Has.Count.EqualTo(200));
    }

    [Test]
    [Description("faults.md 2.3: at one block switch to per-block receipts")]
    public async Task A_block_with_more_logs_than_an_answer_takes_is_read_by_its_receipts()
    {
        FakeChain chain = new();
        chain.MineEmpty(3);
        chain.Mine([.. Enumerable.Range(0, 20).Select(i => Sent.Sent($"tip {i}"))]);
        chain.MineEmpty(3);
        FakeNode node = new(chain) { AllIsFinal = true, MostLogs = 10 };

        FinalRange range = await SourceOf(node).ReadRangeAsync(new BlockNumber(1), new BlockNumber(7), Token);

        Assert.That(range.Blocks.Single().Receipts, Has.Count.EqualTo(20));
    }

    [TestCase(true, 1)]
    [TestCase(false, 2)]
    [Description("No block is fetched where the log carries its time; batched headers otherwise")]
    public async Task Headers_are_read_only_where_logs_do_not_tell_their_time(bool tells, int batches)
    {
        FakeNode node = NodeOf(150, every: 1);
        node.LogsTellTime = tells;

        FinalRange range = await SourceOf(node).ReadRangeAsync(new BlockNumber(1), new BlockNumber(150), Token);

        Assert.That(range.Blocks, Has.Count.EqualTo(150));
        Assert.That(node.Methods.Count(method => method == "eth_getBlockByNumber"), Is.EqualTo(tells ? 2 + 3 : 150 + 4), "with the looks for tags, and the tag in each batch");
        Assert.That(node.Requests, Is.EqualTo(2 + 1 + batches + 2), "looks for tags, logs, headers, receipts");
        Assert.That(range.Blocks.Select(block => block.Timestamp), Is.Ordered.Ascending);
        Assert.That(range.Blocks[3].Timestamp, Is.EqualTo(Sample.Genesis.AddSeconds(8)));
    }

    [Test]
    public async Task Full_blocks_are_read_by_block_and_others_by_transaction()
    {
        FakeChain chain = new();
        chain.Mine(Sent.Sent("alone"));
        chain.Mine([.. Enumerable.Range(0, 20).Select(i => Sent.Sent($"tip {i}"))]);
        FakeNode node = new(chain) { AllIsFinal = true };

        FinalRange range = await SourceOf(node).ReadRangeAsync(new BlockNumber(1), new BlockNumber(2), Token);

        Assert.That(range.Blocks.Select(block => block.Receipts.Count), Is.EqualTo(new[] { 1, 20 }));
        Assert.That(node.Methods.Count(method => method == "eth_getBlockReceipts"), Is.EqualTo(1));
        Assert.That(node.Methods.Count(method => method == "eth_getTransactionReceipt"), Is.EqualTo(1));
    }

    [Test]
    [Description("F3: eth_getLogs leaves out a log of a block that it shows")]
    public async Task A_log_that_only_the_receipts_have_is_a_contradiction()
    {
        FakeChain chain = new();
        chain.Mine(Sent.Sent("one").Then(Sent.Sent("two")));
        FakeNode node = new(chain) { AllIsFinal = true };
        node.Lies["eth_getLogs"] = honest =>
        {
            honest!.AsArray().RemoveAt(0);
            return honest;
        };

        await Assert.ThatAsync(
            () => SourceOf(node).ReadRangeAsync(new BlockNumber(1), new BlockNumber(1), Token),
            Throws.TypeOf<InconsistentAnswerException>().With.Property("Reason").EqualTo(RejectionReason.MissingLog));
    }

    [Test]
    [Description("F7, F6")]
    public async Task Logs_of_two_blocks_of_one_number_are_a_contradiction()
    {
        FakeChain chain = new();
        chain.Mine(Sent.Sent("one"), Sent.Sent("two"));
        FakeNode node = new(chain) { AllIsFinal = true };
        node.Lies["eth_getLogs"] = honest =>
        {
            honest![0]!["blockHash"] = Sample.HashOf("another fork").ToString();
            return honest;
        };

        await Assert.ThatAsync(
            () => SourceOf(node).ReadRangeAsync(new BlockNumber(1), new BlockNumber(1), Token),
            Throws.TypeOf<InconsistentAnswerException>().With.Property("Reason").EqualTo(RejectionReason.OtherBlock));
    }

    [Test]
    public async Task Another_fault_than_a_limit_is_not_answered_by_a_smaller_range()
    {
        FakeNode node = NodeOf(20, every: 5);
        node.Refusals["eth_getLogs"] = new JsonObject { ["code"] = -32005, ["message"] = "too many requests" };

        await Assert.ThatAsync(
            () => SourceOf(node).ReadRangeAsync(new BlockNumber(1), new BlockNumber(20), Token), Throws.TypeOf<JsonRpcErrorException>());
        Assert.That(node.Requests, Is.EqualTo(1));
    }

    private static FakeNode NodeOf(ulong head, ulong every)
    {
        FakeChain chain = new();
        for (ulong number = 1; number <= head; number++)
        {
            chain.Mine(number % every == 0 ? [Sent.Sent($"tip {number}")] : []);
        }

        return new FakeNode(chain) { AllIsFinal = true };
    }

    private static RpcChainSource SourceOf(FakeNode node) => new(
        node.Rpc(), Sample.TaggedProfile, new LogInterest(Sample.Router, ALog.TipSentTopic), Verification.Trust);
}
