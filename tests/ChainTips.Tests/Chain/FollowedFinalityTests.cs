using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Testing;
using static ChainTips.Tests.Chain.Following;

namespace ChainTips.Tests.Chain;

[CancelAfter(30_000)]
internal sealed class FollowedFinalityTests
{
    private static readonly ATip Sent = ATip.For(Sample.HashOf("reference"));

    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    [Test]
    public async Task A_block_of_a_fork_that_lost_is_never_called_final()
    {
        FakeChain chain = new();
        chain.MineEmpty(5);
        ChainCursor cursor = new(new BlockNumber(1), chain.At(2).Ref, [chain.At(3).Ref, chain.At(4).Ref, chain.At(5).Ref]);
        chain.BeforeAnswer = question =>
        {
            if (question == "finalized")
            {
                chain.ReplaceByEmpty(3);
                chain.Finalized = new BlockNumber(5);
            }
        };

        FollowStep step = await new ChainFollower(chain, new FinalityRule.Tags(64), 10).NextAsync(cursor, CancellationToken.None);

        Assert.That(step.Update, Is.TypeOf<ChainUpdate.BlocksReverted>());
    }

    [TestCase(2UL, null, Description = "before our oldest unfinalized block")]
    [TestCase(3UL, 3UL)]
    [TestCase(4UL, 4UL)]
    [TestCase(5UL, 5UL)]
    [TestCase(9UL, 5UL, Description = "beyond our head")]
    [TestCase(null, null, Description = "F21: the node has no such block")]
    public async Task By_tags_a_block_is_final_when_the_node_says_so(ulong? tag, ulong? expected)
    {
        FakeChain chain = ChainOf(9);
        ChainCursor cursor = Cursor(chain, 2, 5);
        chain.Finalized = tag is ulong number ? new BlockNumber(number) : null;

        FollowStep step = await NextAsync(chain, cursor);
        if (step.Update is ChainUpdate.BlocksAdded added)
        {
            step = await NextAsync(chain, cursor.After(added));
        }

        Assert.That((step.Update as ChainUpdate.BlockFinalized)?.Block.Number.Value, Is.EqualTo(expected));
    }

    [Test]
    [Description("F22")]
    public async Task A_finalized_number_that_shrinks_changes_nothing()
    {
        FakeChain chain = ChainOf(5);
        chain.Finalized = new BlockNumber(1);

        Assert.That((await NextAsync(chain, Cursor(chain, 4, 5))).Update, Is.Null);
    }

    [TestCase(1, 5UL, Description = "count - 1: the head itself")]
    [TestCase(2, 5UL)]
    [TestCase(3, 5UL)]
    [TestCase(4, 5UL)]
    [Description("head − block + 1 confirmations: count - 1, count, count + 1")]
    public async Task By_confirmations_a_block_is_final_at_exactly_the_count(int count, ulong block)
    {
        FakeChain chain = ChainOf(block);
        ChainCursor cursor = Cursor(chain, block - 1, block);
        FinalityRule rule = new FinalityRule.Confirmations(count);
        List<bool> isFinal = [];
        for (int confirmations = 1; confirmations <= count + 1; confirmations++)
        {
            while ((await new ChainFollower(chain, rule, 10).NextAsync(cursor, Token)).Update is ChainUpdate update)
            {
                cursor = cursor.After(update);
            }

            isFinal.Add(cursor.Finalized!.Number.Value >= block);
            chain.MineEmpty(1);
        }

        Assert.That(isFinal, Is.EqualTo(Enumerable.Range(1, count + 1).Select(confirmations => confirmations >= count)));
    }

    [TestCase(1UL)]
    [TestCase(2UL)]
    public async Task A_chain_shorter_than_the_confirmations_has_no_final_block(ulong head)
    {
        FakeChain chain = ChainOf(head);

        List<string> steps = await FollowAsync(chain, Begin(1), new FinalityRule.Confirmations(4), rangeSize: 10);

        Assert.That(steps, Is.EqualTo(new[] { $"blocks 1-{head}" }));
    }

    [Test]
    public async Task By_confirmations_the_finalized_tag_does_not_count()
    {
        FakeChain chain = ChainOf(6);
        chain.Finalized = new BlockNumber(6);

        List<string> steps = await FollowAsync(chain, Begin(1), new FinalityRule.Confirmations(3), rangeSize: 10);

        Assert.That(string.Join(", ", steps), Is.EqualTo("range 1-4, blocks 5-6"));
    }

    [Test]
    [Description("F21, R27")]
    public async Task With_a_node_without_tags_the_confirmations_of_the_rule_count()
    {
        FakeChain chain = ChainOf(6);
        chain.WithoutTag = "the node has no finalized block: error -32601";
        FinalityRule rule = new FinalityRule.Tags(3);

        List<string> steps = await FollowAsync(chain, Begin(1), rule, rangeSize: 10);

        Assert.That(string.Join(", ", steps), Is.EqualTo("range 1-4, blocks 5-6"));
        Assert.That(
            rule.Describe(await chain.ReadHeadsAsync(Token)),
            Is.EqualTo("3 confirmations, because the node has no finalized block: error -32601"));
    }

    [Test]
    public async Task A_final_block_beyond_the_head_is_a_contradiction()
    {
        FakeChain chain = ChainOf(8);
        chain.Finalized = new BlockNumber(9);

        await Assert.ThatAsync(
            () => NextAsync(chain, Cursor(chain, 5, 8)),
            Throws.TypeOf<InconsistentAnswerException>().With.Property("Reason").EqualTo(RejectionReason.FinalityBeyondHead));
    }

    [Test]
    public async Task Final_history_is_read_in_ranges_in_order_and_then_what_can_be_reverted()
    {
        FakeChain chain = ChainOf(12);
        chain.Finalized = new BlockNumber(9);

        List<string> steps = await FollowAsync(chain, Begin(1), new FinalityRule.Tags(64), rangeSize: 4);

        Assert.That(string.Join(", ", steps), Is.EqualTo("range 1-4, range 5-8, range 9-9, blocks 10-12"));
    }

    [Test]
    public async Task A_range_holds_the_blocks_with_tips_only_and_the_time_of_its_last_block()
    {
        FakeChain chain = ChainOf(1);
        FakeBlock first = chain.Mine(Sent.Sent("one"));
        chain.MineEmpty(2);
        FakeBlock second = chain.Mine(FakeTransaction.Of("bare"), Sent.Sent("two"));
        chain.MineEmpty(1);
        chain.Finalized = chain.Head.Number;

        ChainUpdate.RangeFinalized range = (ChainUpdate.RangeFinalized)(await NextAsync(chain, Begin(1))).Update!;

        Assert.That(range.Blocks.Select(block => block.Block), Is.EqualTo(new[] { first.Ref, second.Ref }));
        Assert.That(range.Last, Is.EqualTo(chain.Head.Ref));
        Assert.That(range.LastTime, Is.EqualTo(chain.Head.Time));
    }

    [Test]
    public async Task Blocks_that_can_be_reverted_are_finalized_at_once()
    {
        FakeChain chain = ChainOf(5);
        List<string> before = await FollowAsync(chain, Begin(3), new FinalityRule.Tags(64), rangeSize: 10);
        ChainCursor cursor = new(new BlockNumber(3), null, [chain.At(3).Ref, chain.At(4).Ref, chain.At(5).Ref]);
        chain.MineEmpty(3);
        chain.Finalized = new BlockNumber(7);

        List<string> after = await FollowAsync(chain, cursor, new FinalityRule.Tags(64), rangeSize: 10);

        Assert.That(string.Join(", ", before), Is.EqualTo("blocks 3-5"));
        Assert.That(string.Join(", ", after), Is.EqualTo("final 5, range 6-7, blocks 8-8"));
    }
}
