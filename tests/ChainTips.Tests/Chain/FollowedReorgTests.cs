using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Testing;
using static ChainTips.Tests.Chain.Following;

namespace ChainTips.Tests.Chain;

[CancelAfter(30_000)]
internal sealed class FollowedReorgTests
{
    [Test]
    public async Task A_shorter_fork_is_a_reorg_as_soon_as_one_of_our_numbers_has_another_hash()
    {
        FakeChain chain = new();
        chain.MineEmpty(5);
        ChainCursor cursor = new(new BlockNumber(1), chain.At(2).Ref, [chain.At(3).Ref, chain.At(4).Ref, chain.At(5).Ref]);
        chain.Reorg(2);
        chain.MineEmpty(1);

        FollowStep step = await new ChainFollower(chain, new FinalityRule.Tags(64), 10).NextAsync(cursor, CancellationToken.None);

        Assert.That(
            step.Update is ChainUpdate.BlocksReverted reverted ? reverted.Blocks.Select(block => block.Number.Value) : null,
            Is.EqualTo(new ulong[] { 5, 4 }));
    }

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
    public async Task A_reorg_between_two_questions_is_seen()
    {
        FakeChain chain = ChainOf(7);
        ChainCursor cursor = Cursor(chain, 2, 5);
        chain.BeforeAnswer = ReorgBefore(chain, "header", 1, 4);

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
            if (question == "header" && chain.Questions.Count(asked => asked == "header") == 1)
            {
                chain.ReplaceByEmpty(2);
            }
        };

        FollowStep step = await NextAsync(chain, cursor);

        Assert.That(chain.Head.Ref, Is.EqualTo(cursor.Head));
        Assert.That(step.Update, Is.Null);
    }

    [TestCase(8UL)]
    [TestCase(3UL)]
    [Description("F15, F22: another chain answers, which does not call our final number final")]
    public async Task Blocks_that_do_not_stand_on_our_final_block_revert_nothing(ulong applied)
    {
        ChainCursor cursor = Cursor(ChainOf(8), 2, applied);
        FakeChain another = ChainOf(8);
        another.ReplaceByEmpty(8);
        another.Finalized = new BlockNumber(1);

        await Assert.ThatAsync(
            () => NextAsync(another, cursor),
            Throws.TypeOf<InconsistentAnswerException>()
                .With.Property(nameof(InconsistentAnswerException.Reason)).EqualTo(RejectionReason.ParentHash)
                .And.Message.Contains(cursor.Finalized!.Hash.ToString()).And.Message.Contains(another.At(2).Header.Hash.ToString()));
    }

    [Test]
    [Description("F6, F15, F25: one answer is of another fork than the next")]
    public async Task A_block_that_does_not_stand_on_the_one_of_ours_that_stays_reverts_nothing()
    {
        FakeChain chain = ChainOf(6);
        FakeChain ours = ChainOf(6);
        ours.ReplaceByEmpty(2);
        ChainCursor cursor = Cursor(ours, 2, 6);
        chain.Altered = header => header.Number == new BlockNumber(5) ? ours.At(5).Header : header;

        await Assert.ThatAsync(
            () => NextAsync(chain, cursor),
            Throws.TypeOf<InconsistentAnswerException>().With.Message.Contains(ours.At(5).Header.Hash.ToString()));
        chain.Altered = header => header;
        chain.ReplaceByEmpty(2);
        Assert.That((await NextAsync(chain, cursor)).Update, Is.Null, "the next look finds our own chain");
    }
}
