using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Testing;

namespace ChainTips.Tests.Chain;

[CancelAfter(30_000)]
internal sealed class ChainFollowerTests
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

        FollowStep step = await new ChainFollower(chain, new FinalityRule.Tags(), 10).NextAsync(cursor, CancellationToken.None);

        Assert.That(step.Update, Is.TypeOf<ChainUpdate.BlocksReverted>());
    }

    [Test]
    public async Task A_shorter_fork_is_a_reorg_as_soon_as_one_of_our_numbers_has_another_hash()
    {
        FakeChain chain = new();
        chain.MineEmpty(5);
        ChainCursor cursor = new(new BlockNumber(1), chain.At(2).Ref, [chain.At(3).Ref, chain.At(4).Ref, chain.At(5).Ref]);
        chain.Reorg(2);
        chain.MineEmpty(1);

        FollowStep step = await new ChainFollower(chain, new FinalityRule.Tags(), 10).NextAsync(cursor, CancellationToken.None);

        Assert.That(
            step.Update is ChainUpdate.BlocksReverted reverted ? reverted.Blocks.Select(block => block.Number.Value) : null,
            Is.EqualTo(new ulong[] { 5, 4 }));
    }

    [Test]
    public async Task An_empty_chain_gives_its_start_block_first()
    {
        FakeChain chain = ChainOf(5);

        FollowStep step = await NextAsync(chain, Begin(3));

        Assert.That(step.Head, Is.EqualTo(new BlockNumber(5)));
        Assert.That(Added(step), Is.EqualTo(chain.At(3).Ref));
    }

    [Test]
    public async Task Blocks_come_one_by_one_with_their_receipts()
    {
        FakeChain chain = ChainOf(1);
        FakeBlock block = chain.Mine(Sent.Sent("one"), FakeTransaction.Of("bare"), Sent.Sent("two"));

        FollowStep step = await NextAsync(chain, Cursor(chain, 0, 1));

        ChainUpdate.BlockAdded added = (ChainUpdate.BlockAdded)step.Update!;
        Assert.That(added.Observed.Block, Is.EqualTo(block.Ref));
        Assert.That(added.Observed.Timestamp, Is.EqualTo(block.Time));
        Assert.That(added.Observed.Receipts, Is.EqualTo(new[] { block.Receipts[0], block.Receipts[2] }));
    }

    [Test]
    public async Task At_the_head_there_is_nothing_to_do()
    {
        FakeChain chain = ChainOf(5);

        Assert.That((await NextAsync(chain, Cursor(chain, 2, 5))).Update, Is.Null);
    }

    [Test]
    public async Task Before_the_start_block_is_mined_there_is_nothing_to_do() =>
        Assert.That((await NextAsync(ChainOf(2), Begin(9))).Update, Is.Null);

    [TestCase(4UL)]
    [TestCase(2UL)]
    [TestCase(0UL)]
    [Description("D5, F16")]
    public async Task A_lower_head_is_no_reorg(ulong lag)
    {
        FakeChain chain = ChainOf(5);
        ChainCursor cursor = Cursor(chain, 2, 5);
        chain.LaggingAt = new BlockNumber(lag);

        FollowStep step = await NextAsync(chain, cursor);

        Assert.That(step.Update, Is.Null);
        Assert.That(step.Head, Is.EqualTo(new BlockNumber(lag)));
    }

    [Test]
    public async Task A_fork_that_was_shorter_at_first_is_a_reorg_when_it_reaches_our_head()
    {
        FakeChain chain = ChainOf(5);
        ChainCursor cursor = Cursor(chain, 1, 5);
        chain.Reorg(3);
        chain.MineEmpty(2);
        await NextAsync(chain, cursor);

        chain.MineEmpty(1);

        Assert.That(Reverted(await NextAsync(chain, cursor)), Has.Count.EqualTo(3));
    }

    [Test]
    [Description("F18")]
    public async Task A_reorg_of_any_depth_gives_the_blocks_that_left_newest_first([Range(1, 6)] int depth)
    {
        FakeChain chain = ChainOf(8);
        ChainCursor cursor = Cursor(chain, 2, 8);
        BlockRef[] left = [.. chain.ReplaceByEmpty(depth).Select(block => block.Ref)];

        Assert.That(Reverted(await NextAsync(chain, cursor)), Is.EqualTo(left.Reverse()));
    }

    [Test]
    [Description("F20: the boundary of what can be unwound")]
    public async Task A_reorg_down_to_the_final_block_leaves_it_in_place()
    {
        FakeChain chain = ChainOf(8);
        ChainCursor cursor = Cursor(chain, 2, 8);
        chain.ReplaceByEmpty(6);

        cursor = cursor.After((await NextAsync(chain, cursor)).Update!);

        Assert.That(cursor.Head, Is.EqualTo(chain.At(2).Ref));
        Assert.That(Added(await NextAsync(chain, cursor)), Is.EqualTo(chain.At(3).Ref));
    }

    [Test]
    public async Task A_reorg_of_everything_before_any_block_is_final_starts_anew()
    {
        FakeChain chain = ChainOf(4);
        ChainCursor cursor = new(new BlockNumber(2), null, [chain.At(2).Ref, chain.At(3).Ref, chain.At(4).Ref]);
        chain.ReplaceByEmpty(4);

        ChainCursor after = cursor.After((await NextAsync(chain, cursor)).Update!);

        Assert.That(after.Head, Is.Null);
        Assert.That(Added(await NextAsync(chain, after)), Is.EqualTo(chain.At(2).Ref));
    }

    [TestCase(8UL, 7)]
    [TestCase(8UL, 8)]
    [TestCase(2UL, 7, Description = "nothing is unfinalized")]
    [Description("D6: one block deeper than the final one")]
    public async Task A_reorg_below_the_final_block_stops_the_gateway(ulong applied, int depth)
    {
        FakeChain chain = ChainOf(8);
        ChainCursor cursor = Cursor(chain, 2, applied);
        Hash32 ours = chain.At(2).Header.Hash;
        chain.ReplaceByEmpty(depth);

        await Assert.ThatAsync(
            () => NextAsync(chain, cursor),
            Throws.TypeOf<FinalBlockReplacedException>()
                .With.Message.Contains("Block 2 ").And.Message.Contains(ours.ToString())
                .And.Message.Contains(chain.At(2).Header.Hash.ToString()).And.Message.Contains("fresh database"));
    }

    [TestCase(5UL, Description = "our head")]
    [TestCase(6UL, Description = "the next block")]
    [Description("F9")]
    public async Task A_block_that_is_answered_with_null_is_waited_for(ulong withheld)
    {
        FakeChain chain = ChainOf(6);
        ChainCursor cursor = Cursor(chain, 2, 5);
        chain.Withheld.Add(new BlockNumber(withheld));

        Assert.That((await NextAsync(chain, cursor)).Update, Is.Null);

        chain.Withheld.Clear();
        Assert.That(Added(await NextAsync(chain, cursor)), Is.EqualTo(chain.At(6).Ref));
    }

    [Test]
    [Description("F9")]
    public async Task A_null_in_the_middle_of_a_reorg_is_waited_for()
    {
        FakeChain chain = ChainOf(6);
        ChainCursor cursor = Cursor(chain, 2, 6);
        chain.ReplaceByEmpty(3);
        chain.Withheld.Add(new BlockNumber(4));

        Assert.That((await NextAsync(chain, cursor)).Update, Is.Null);

        chain.Withheld.Clear();
        Assert.That(Reverted(await NextAsync(chain, cursor)), Has.Count.EqualTo(3));
    }

    [Test]
    [Description("F6: the chain changed between two questions")]
    public async Task A_next_block_that_does_not_link_is_waited_for()
    {
        FakeChain chain = ChainOf(6);
        ChainCursor cursor = Cursor(chain, 2, 5);
        chain.BeforeAnswer = ReorgBefore(chain, "header", 2, 3);

        Assert.That((await NextAsync(chain, cursor)).Update, Is.Null);
        Assert.That(Reverted(await NextAsync(chain, cursor)), Has.Count.EqualTo(2));
    }

    [Test]
    [Description("F16: the node changed its mind and back")]
    public async Task A_reorg_that_is_gone_when_looked_at_again_reverts_nothing()
    {
        FakeChain chain = ChainOf(6);
        FakeChain other = ChainOf(6);
        other.ReplaceByEmpty(2);
        ChainCursor cursor = Cursor(other, 2, 6);
        chain.BeforeAnswer = question =>
        {
            if (question == "header" && chain.Questions.Count(asked => asked == "header") == 2)
            {
                chain.ReplaceByEmpty(2);
            }
        };

        FollowStep step = await NextAsync(chain, cursor);

        Assert.That(chain.Head.Ref, Is.EqualTo(cursor.Head));
        Assert.That(step.Update, Is.Null);
    }

    [Test]
    public async Task Final_history_is_read_in_ranges_in_order_and_then_block_by_block()
    {
        FakeChain chain = ChainOf(12);
        chain.Finalized = new BlockNumber(9);

        List<string> steps = await FollowAsync(chain, Begin(1), new FinalityRule.Tags(), rangeSize: 4);

        Assert.That(string.Join(", ", steps), Is.EqualTo("range 1-4, range 5-8, range 9-9, block 10, block 11, block 12"));
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
    public async Task Blocks_that_can_be_reverted_are_followed_one_by_one_and_then_finalized_at_once()
    {
        FakeChain chain = ChainOf(5);
        List<string> before = await FollowAsync(chain, Begin(3), new FinalityRule.Tags(), rangeSize: 10);
        ChainCursor cursor = new(new BlockNumber(3), null, [chain.At(3).Ref, chain.At(4).Ref, chain.At(5).Ref]);
        chain.MineEmpty(3);
        chain.Finalized = new BlockNumber(7);

        List<string> after = await FollowAsync(chain, cursor, new FinalityRule.Tags(), rangeSize: 10);

        Assert.That(string.Join(", ", before), Is.EqualTo("block 3, block 4, block 5"));
        Assert.That(string.Join(", ", after), Is.EqualTo("final 5, range 6-7, block 8"));
    }

    [TestCase(2UL, null, Description = "before our oldest unfinalized block")]
    [TestCase(3UL, 3UL)]
    [TestCase(4UL, 4UL)]
    [TestCase(5UL, 5UL)]
    [TestCase(9UL, 5UL, Description = "beyond our head")]
    [TestCase(null, null, Description = "F21: the node has no such block")]
    public async Task By_tags_a_block_is_final_when_the_node_says_so(ulong? tag, ulong? expected)
    {
        FakeChain chain = ChainOf(5);
        ChainCursor cursor = Cursor(chain, 2, 5);
        chain.Finalized = tag is ulong number ? new BlockNumber(number) : null;

        FollowStep step = await NextAsync(chain, cursor);

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
            FollowStep step = await new ChainFollower(chain, rule, 10).NextAsync(cursor, Token);
            isFinal.Add(step.Update is ChainUpdate.BlockFinalized);
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

        Assert.That(steps, Is.EqualTo(Enumerable.Range(1, (int)head).Select(number => $"block {number}")));
    }

    [Test]
    public async Task By_confirmations_the_finalized_tag_is_not_asked_for()
    {
        FakeChain chain = ChainOf(6);
        chain.Finalized = new BlockNumber(6);

        List<string> steps = await FollowAsync(chain, Begin(1), new FinalityRule.Confirmations(3), rangeSize: 10);

        Assert.That(string.Join(", ", steps), Is.EqualTo("range 1-4, block 5, block 6"));
        Assert.That(chain.Questions, Does.Not.Contain("finalized"));
    }

    [Test]
    public async Task A_cancelled_question_is_not_swallowed()
    {
        FakeChain chain = ChainOf(3);
        chain.BeforeAnswer = _ => throw new OperationCanceledException();

        await Assert.ThatAsync(() => NextAsync(chain, Begin(1)), Throws.InstanceOf<OperationCanceledException>());
    }

    private static FakeChain ChainOf(ulong head)
    {
        FakeChain chain = new();
        chain.MineEmpty((int)head);
        return chain;
    }

    private static ChainCursor Begin(ulong start) => new(new BlockNumber(start), null, []);

    private static ChainCursor Cursor(FakeChain chain, ulong finalized, ulong head) => new(
        new BlockNumber(1), chain.At(finalized).Ref, [.. chain.Blocks.Where(b => b.Number.Value > finalized && b.Number.Value <= head).Select(b => b.Ref)]);

    private static Action<string> ReorgBefore(FakeChain chain, string question, int occurrence, int depth) => asked =>
    {
        if (asked == question && chain.Questions.Count(one => one == question) == occurrence)
        {
            chain.ReplaceByEmpty(depth);
        }
    };

    private static Task<FollowStep> NextAsync(FakeChain chain, ChainCursor cursor) =>
        new ChainFollower(chain, new FinalityRule.Tags(), 10).NextAsync(cursor, Token);

    private static BlockRef? Added(FollowStep step) => (step.Update as ChainUpdate.BlockAdded)?.Observed.Block;

    private static IReadOnlyList<BlockRef> Reverted(FollowStep step) => ((ChainUpdate.BlocksReverted)step.Update!).Blocks;

    /// <summary>Follows until there is nothing to do, and says in words what came.</summary>
    private static async Task<List<string>> FollowAsync(FakeChain chain, ChainCursor cursor, FinalityRule rule, int rangeSize)
    {
        ChainFollower follower = new(chain, rule, rangeSize);
        List<string> steps = [];
        while ((await follower.NextAsync(cursor, Token)).Update is ChainUpdate update)
        {
            cursor = cursor.After(update);
            steps.Add(update switch
            {
                ChainUpdate.RangeFinalized range => $"range {range.From}-{range.Last.Number}",
                ChainUpdate.BlockAdded added => $"block {added.Observed.Block.Number}",
                ChainUpdate.BlockFinalized final => $"final {final.Block.Number}",
                _ => "reverted",
            });
        }

        return steps;
    }
}
