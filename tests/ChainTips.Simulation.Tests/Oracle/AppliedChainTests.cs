using ChainTips.Simulation.Oracle;

namespace ChainTips.Simulation.Tests.Oracle;

/// <summary>When the oracle lets a gateway take blocks back.</summary>
internal sealed class AppliedChainTests
{
    private static readonly PlainBlock Three = Block("three", "two", 3);
    private static readonly PlainBlock Four = Block("four", "three", 4);

    [TestCase("three", true, Description = "F25: whoever is shown it cannot know that it is never mined")]
    [TestCase("another three", false, Description = "F15: a block of another chain stands on nothing of ours")]
    public void A_block_is_taken_back_only_for_one_that_stands_on_the_block_that_stays(string parent, bool isAllowed)
    {
        AppliedChain chain = Follow(Three, Four);
        chain.LearnShown(Block("shown", parent, 4));

        Assert.That(TakeBackTo(chain, Three), isAllowed ? Is.Empty : Has.One.Contains("block 4 four was taken back"));
    }

    [Test]
    public void A_block_of_another_fork_that_was_mined_elsewhere_takes_no_place_here()
    {
        AppliedChain chain = Follow(Three, Four);
        chain.Learn(Block("other three", "two", 3));
        chain.Learn(Block("other four", "other three", 4));

        Assert.That(TakeBackTo(chain, Three), Has.Count.EqualTo(1));
        Assert.That(TakeBackTo(Follow(Three, Four, Block("other three", "two", 3)), null), Is.Empty);
    }

    [TestCase(3L, "whatever", true)]
    [TestCase(2L, "whatever", true, Description = "the chain fell below the first block that is read")]
    [TestCase(4L, "three", false)]
    public void The_first_block_of_all_is_taken_back_for_any_of_its_number_or_the_one_before(long number, string parent, bool isAllowed)
    {
        AppliedChain chain = Follow(Three);
        chain.LearnShown(Block("shown", parent, number));

        Assert.That(TakeBackTo(chain, null), Has.Count.EqualTo(isAllowed ? 0 : 1));
    }

    private static PlainBlock Block(string hash, string parent, long number) => new(hash, parent, number, []);

    /// <summary>A chain whose first blocks were applied, and of which any others were mined.</summary>
    private static AppliedChain Follow(params PlainBlock[] mined)
    {
        AppliedChain chain = new(startBlock: 3);
        Array.ForEach(mined, chain.Learn);
        chain.Follow(new BookCursor(-1, null, [.. mined.Where(block => !block.Hash.StartsWith("other", StringComparison.Ordinal)).Select(block => block.Hash)]), []);
        return chain;
    }

    private static List<string> TakeBackTo(AppliedChain chain, PlainBlock? head)
    {
        List<string> faults = [];
        chain.Follow(new BookCursor(-1, null, head is null ? [] : [head.Hash]), faults);
        return faults;
    }
}
