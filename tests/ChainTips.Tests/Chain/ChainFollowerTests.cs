using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Testing;
using static ChainTips.Tests.Chain.Following;

namespace ChainTips.Tests.Chain;

[CancelAfter(30_000)]
internal sealed class ChainFollowerTests
{
    private static readonly ATip Sent = ATip.For(Sample.HashOf("reference"));

    [Test]
    public async Task An_empty_chain_gives_its_start_block_first()
    {
        FakeChain chain = ChainOf(5);

        FollowStep step = await NextAsync(chain, Begin(3));

        Assert.That(step.Head, Is.EqualTo(new BlockNumber(5)));
        Assert.That(Added(step), Is.EqualTo(chain.At(3).Ref));
    }

    [Test]
    public async Task A_block_comes_with_its_receipts()
    {
        FakeChain chain = ChainOf(1);
        FakeBlock block = chain.Mine(Sent.Sent("one"), FakeTransaction.Of("bare"), Sent.Sent("two"));

        FollowStep step = await NextAsync(chain, Cursor(chain, 0, 1));

        ChainUpdate.BlocksAdded added = (ChainUpdate.BlocksAdded)step.Update!;
        Assert.That(added.Blocks.Single().Block, Is.EqualTo(block.Ref));
        Assert.That(added.Blocks.Single().Timestamp, Is.EqualTo(block.Time));
        Assert.That(added.Blocks.Single().Receipts, Is.EqualTo(new[] { block.Receipts[0], block.Receipts[2] }));
    }

    [Test]
    public async Task All_blocks_up_to_the_head_come_at_once_and_in_order()
    {
        FakeChain chain = ChainOf(9);

        FollowStep step = await NextAsync(chain, Cursor(chain, 2, 5));

        Assert.That(
            ((ChainUpdate.BlocksAdded)step.Update!).Blocks.Select(block => block.Block),
            Is.EqualTo(new[] { chain.At(6).Ref, chain.At(7).Ref, chain.At(8).Ref, chain.At(9).Ref }));
    }

    [Test]
    public async Task A_head_with_tips_that_stands_on_ours_is_added_without_another_question_than_for_its_receipts()
    {
        FakeChain chain = ChainOf(5);
        chain.Mine(Sent.Sent("tip"));

        FollowStep step = await NextAsync(chain, Cursor(chain, 2, 5));

        Assert.That(Added(step), Is.EqualTo(chain.At(6).Ref));
        Assert.That(chain.Questions, Is.EqualTo(new[] { "finalized", "head", "block" }));
    }

    [Test]
    [Description("F25: a head that is announced and never mined")]
    public async Task A_head_without_tips_is_added_only_if_the_node_has_it()
    {
        FakeChain chain = ChainOf(6);
        FakeChain other = ChainOf(6);
        other.ReplaceByEmpty(1);
        chain.Altered = header => header.Number == new BlockNumber(6) ? other.At(6).Header : header;

        Assert.That((await NextAsync(chain, Cursor(chain, 2, 5))).Update, Is.Null);

        chain.Altered = header => header;
        Assert.That(Added(await NextAsync(chain, Cursor(chain, 2, 5))), Is.EqualTo(chain.At(6).Ref));
    }

    [Test]
    [Description("F6: a batch whose answers come from two forks")]
    public async Task Of_several_blocks_those_are_added_that_link()
    {
        FakeChain chain = ChainOf(8);
        FakeChain other = ChainOf(8);
        other.ReplaceByEmpty(2);
        ChainCursor cursor = Cursor(chain, 2, 5);
        chain.Altered = header => header.Number == new BlockNumber(8) ? other.At(8).Header : header;

        FollowStep step = await NextAsync(chain, cursor);

        Assert.That(
            ((ChainUpdate.BlocksAdded)step.Update!).Blocks.Select(block => block.Block),
            Is.EqualTo(new[] { chain.At(6).Ref, chain.At(7).Ref }));
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

    [TestCase(5UL, Description = "our head")]
    [TestCase(6UL, Description = "the next block")]
    [Description("F9")]
    public async Task A_block_that_is_answered_with_null_is_waited_for(ulong withheld)
    {
        FakeChain chain = ChainOf(7);
        ChainCursor cursor = Cursor(chain, 2, 5);
        chain.Withheld.Add(new BlockNumber(withheld));

        Assert.That((await NextAsync(chain, cursor)).Update, Is.Null);

        chain.Withheld.Clear();
        Assert.That(Added(await NextAsync(chain, cursor)), Is.EqualTo(chain.At(6).Ref));
    }

    [Test]
    public async Task A_cancelled_question_is_not_swallowed()
    {
        FakeChain chain = ChainOf(3);
        chain.BeforeAnswer = _ => throw new OperationCanceledException();

        await Assert.ThatAsync(() => NextAsync(chain, Begin(1)), Throws.InstanceOf<OperationCanceledException>());
    }
}
