using System.Text.Json.Nodes;
using ChainTips.Chain;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;
using ChainTips.Testing;

namespace ChainTips.Tests.Chain;

/// <summary>The faults of the catalogue that no other test of the chain bears in its name.</summary>
[CancelAfter(30_000)]
internal sealed class ReadingFaultTests
{
    private static readonly ATip Sent = ATip.For(Sample.HashOf("reference"));

    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    [Test]
    [Description("F4: a pruned node leaves receipts out without an error")]
    public async Task F4_receipts_that_were_pruned_away_are_missed([Values(Verification.Proof, Verification.Bloom)] Verification level)
    {
        FakeNode node = new(ChainWith(Sent.Sent("one"), Sent.Sent("two")));
        node.Lies["eth_getBlockReceipts"] = _ => new JsonArray();

        await Assert.ThatAsync(() => ReadAsync(node, level), Throws.TypeOf<InconsistentAnswerException>());
    }

    [Test]
    [Description("F5: a size cap cuts the answer to eth_getLogs off, silently")]
    public async Task F5_a_truncated_answer_for_a_range_is_not_even_asked_for([Values(Verification.Proof, Verification.Bloom)] Verification level)
    {
        FakeNode node = new(ChainWith(Sent.Sent("one"), Sent.Sent("two")));
        node.Lies["eth_getLogs"] = _ => new JsonArray();

        Assert.That((await ReadAsync(node, level)).Blocks, Has.Count.EqualTo(1));
        Assert.That(node.Methods, Does.Not.Contain("eth_getLogs"));
    }

    [Test]
    [Description("F11: quirks of chains that are not in the list of profiles")]
    public async Task F11_a_transaction_hash_of_zero_is_refused([Values(Verification.Proof, Verification.Bloom)] Verification level)
    {
        FakeNode node = new(ChainWith(Sent.Sent("one")));
        node.Lies["eth_getBlockReceipts"] = honest =>
        {
            Lie.Rename(honest![0]!, Hash32.Zero, Hash32.Parse((string)honest[0]!["blockHash"]!));
            return honest;
        };

        await Assert.ThatAsync(
            () => ReadAsync(node, level),
            Throws.TypeOf<InconsistentAnswerException>().With.Property("Reason").EqualTo(RejectionReason.Transactions));
    }

    [Test]
    [Description("F12: a log that was reverted is still told")]
    public async Task F12_a_removed_log_is_refused([Values] Verification level)
    {
        FakeNode node = new(ChainWith(Sent.Sent("one")));
        string method = level == Verification.Trust ? "eth_getLogs" : "eth_getBlockReceipts";
        node.Lies[method] = honest =>
        {
            JsonNode log = level == Verification.Trust ? honest![0]! : honest![0]!["logs"]![0]!;
            log["removed"] = true;
            return honest;
        };

        await Assert.ThatAsync(() => ReadAsync(node, level), Throws.TypeOf<MalformedResponseException>());
    }

    [Test]
    [Description("F13: the same block is delivered again")]
    public async Task F13_the_same_head_again_is_nothing_new()
    {
        FakeChain chain = ChainWith(Sent.Sent("one"));
        chain.Finalized = null;
        ChainCursor cursor = new(new BlockNumber(1), null, [chain.Head.Ref]);
        ChainFollower follower = new(chain, new FinalityRule.Tags(64), 10);

        Assert.That((await follower.NextAsync(cursor, Token)).Update, Is.Null);
        Assert.That((await follower.NextAsync(cursor, Token)).Update, Is.Null);
    }

    [TestCase(8453UL, 119, false)]
    [TestCase(8453UL, 121, true)]
    [TestCase(42161UL, 14, false)]
    [TestCase(42161UL, 16, true)]
    [TestCase(31337UL, 1_000_000, false, Description = "blocks come there when there is something to put into them")]
    [Description("F17: the head is frozen though the node answers")]
    public void F17_a_head_of_more_than_sixty_block_times_ago_is_stale(ulong chainId, int seconds, bool expected)
    {
        BlockHeader head = new FakeChain().Head.Header;

        Assert.That(
            ChainProfiles.Find(chainId)!.IsStale(head, BlockRef.TimeOf(head).AddSeconds(seconds)), Is.EqualTo(expected));
    }

    [Test]
    [Description("F19: Polygon had 157, and an OP chain re-derived its whole unsafe part")]
    public async Task F19_a_reorg_of_hundreds_of_blocks_is_taken_back_down_to_the_final_one()
    {
        FakeChain chain = new();
        chain.MineEmpty(600);
        ChainCursor cursor = new(new BlockNumber(1), chain.At(100).Ref, [.. chain.Blocks.Skip(101).Select(block => block.Ref)]);
        chain.ReplaceByEmpty(500);

        ChainUpdate? update = (await new ChainFollower(chain, new FinalityRule.Tags(1_000), 10).NextAsync(cursor, Token)).Update;

        Assert.That((update as ChainUpdate.BlocksReverted)?.Blocks, Has.Count.EqualTo(500));
        Assert.That(cursor.After(update!).Head, Is.EqualTo(chain.At(100).Ref));
    }

    [Test]
    [Description("F23: the sequencer halts, then blocks come in a burst")]
    public async Task F23_after_a_halt_every_block_of_the_burst_is_read()
    {
        FakeChain chain = new();
        chain.MineEmpty(3);
        ChainCursor cursor = new(new BlockNumber(1), chain.At(2).Ref, [chain.At(3).Ref]);
        ChainFollower follower = new(chain, new FinalityRule.Tags(1_000), 10);
        Assert.That((await follower.NextAsync(cursor, Token)).Update, Is.Null);
        for (int i = 0; i < 200; i++)
        {
            chain.Mine(Sent.Sent($"tip {i}"));
        }

        int tips = 0;
        while ((await follower.NextAsync(cursor, Token)).Update is ChainUpdate.BlocksAdded added)
        {
            cursor = cursor.After(added);
            tips += added.Blocks.Sum(block => block.Receipts.Count);
        }

        Assert.That(tips, Is.EqualTo(200));
    }

    [Test]
    [Description("F24: several blocks have one time, and a time may go back")]
    public async Task F24_blocks_are_ordered_by_number_and_not_by_time([Values(Verification.Bloom, Verification.Trust)] Verification level)
    {
        FakeNode node = new(ChainWith([Sent.Sent("one")], [Sent.Sent("two")], [Sent.Sent("three")]));
        node.Lies["eth_getBlockByNumber"] = honest =>
        {
            honest!["timestamp"] = (string)honest["number"]! == "0x2" ? "0x1" : "0x65000000";
            return honest;
        };

        FinalRange range = await ReadAsync(node, level, last: 3);

        Assert.That(range.Blocks.Select(block => block.Block.Number.Value), Is.EqualTo(new ulong[] { 1, 2, 3 }));
    }

    [Test]
    [Description("F25: preconfirmed blocks that never land")]
    public async Task F25_the_pending_block_is_never_asked_for()
    {
        FakeChain chain = new() { Finalized = new BlockNumber(2) };
        chain.MineEmpty(6);
        FakeNode node = new(chain);
        RpcChainSource source = SourceOf(node, Verification.Proof);
        ChainCursor cursor = new(new BlockNumber(1), null, []);
        while ((await new ChainFollower(source, new FinalityRule.Tags(64), 10).NextAsync(cursor, Token)).Update is ChainUpdate update)
        {
            cursor = cursor.After(update);
        }

        Assert.That(cursor.Head, Is.EqualTo(chain.Head.Ref));
        Assert.That(node.Parameters, Has.Some.EqualTo("latest").And.None.EqualTo("pending"));
    }

    private static FakeChain ChainWith(params FakeTransaction[][] blocks)
    {
        FakeChain chain = new();
        foreach (FakeTransaction[] transactions in blocks)
        {
            chain.Mine(transactions);
        }

        chain.Finalized = chain.Head.Number;
        return chain;
    }

    private static FakeChain ChainWith(params FakeTransaction[] transactions) => ChainWith([transactions]);

    private static Task<FinalRange> ReadAsync(FakeNode node, Verification level, ulong last = 1) =>
        SourceOf(node, level).ReadRangeAsync(new BlockNumber(1), new BlockNumber(last), Token);

    private static RpcChainSource SourceOf(FakeNode node, Verification level) => new(
        node.Rpc(), Sample.TaggedProfile, new LogInterest(Sample.Router, ALog.TipSentTopic), level);
}
