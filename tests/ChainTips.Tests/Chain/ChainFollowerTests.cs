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
    public async Task A_cancelled_question_is_not_swallowed()
    {
        FakeChain chain = ChainOf(3);
        chain.BeforeAnswer = _ => throw new OperationCanceledException();

        await Assert.ThatAsync(() => NextAsync(chain, Begin(1)), Throws.InstanceOf<OperationCanceledException>());
    }
}
