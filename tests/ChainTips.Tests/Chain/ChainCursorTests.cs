using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Testing;

namespace ChainTips.Tests.Chain;

internal sealed class ChainCursorTests
{
    private static readonly FakeChain Chain = MineTen();
    private static readonly ChainCursor Start = new(new BlockNumber(3), null, []);

    /// <summary>Block 4 is final; 5, 6 and 7 are not.</summary>
    private static readonly ChainCursor Running = new(new BlockNumber(3), Ref(4), [Ref(5), Ref(6), Ref(7)]);

    private static IEnumerable<TestCaseData> Misfits
    {
        get
        {
            ChainCursor allFinal = Running with { Unfinalized = [] };
            BlockRef foreign = Ref(6) with { Hash = Sample.HashOf("another fork") };
            yield return Case("a first block after the start block", Start, Added(4));
            yield return Case("a first block before the start block", Start, Added(2));
            yield return Case("a block that was applied already", Running, Added(7));
            yield return Case("a block after a gap", Running, Added(9));
            yield return Case("a block of another parent", Running, new ChainUpdate.BlocksAdded([Chain.At(8).Observed with
            {
                Block = Ref(8) with { ParentHash = Sample.HashOf("another fork") },
            }]));
            yield return Case("a range while blocks are unfinalized", Running, Range(8, 9));
            yield return Case("a range after a gap", allFinal, Range(6, 9));
            yield return Case("a range that was applied already", allFinal, Range(4, 9));
            yield return Case("a first range after the start block", Start, Range(4, 9));
            yield return Case("no reverted block", Running, Reverted());
            yield return Case("reverted blocks, oldest first", Running, Reverted(Ref(6), Ref(7)));
            yield return Case("reverted blocks without the newest", Running, Reverted(Ref(6), Ref(5)));
            yield return Case("reverted blocks with a gap", Running, Reverted(Ref(7), Ref(5)));
            yield return Case("a reverted block of another fork", Running, Reverted(Ref(7), foreign));
            yield return Case("a reverted block that was never applied", Running, Reverted(Ref(8)));
            yield return Case("a final block among the reverted", Running, Reverted(Ref(7), Ref(6), Ref(5), Ref(4)));
            yield return Case("a revert before anything was applied", Start, Reverted(Ref(3)));
            yield return Case("a final block that was never applied", Running, new ChainUpdate.BlockFinalized(Ref(8)));
            yield return Case("a final block of another fork", Running, new ChainUpdate.BlockFinalized(foreign));
            yield return Case("a final block that was final already", Running, new ChainUpdate.BlockFinalized(Ref(4)));
            yield return Case("a final block before anything was applied", Start, new ChainUpdate.BlockFinalized(Ref(3)));
        }
    }

    [Test]
    public void A_range_whose_last_block_is_before_its_first_throws()
    {
        FakeChain chain = new();
        chain.MineEmpty(5);
        ChainCursor cursor = new(new BlockNumber(1), chain.At(3).Ref, []);

        Assert.That(
            () => cursor.After(new ChainUpdate.RangeFinalized(new BlockNumber(4), chain.At(2).Ref, chain.At(2).Time, [])),
            Throws.InvalidOperationException);
    }

    [Test]
    public void It_begins_at_the_start_block_with_nothing_applied()
    {
        Assert.That(Start.Head, Is.Null);
        Assert.That(Start.Next, Is.EqualTo(new BlockNumber(3)));
    }

    [Test]
    public void The_head_is_the_newest_block_that_was_applied()
    {
        Assert.That(Running.Head, Is.EqualTo(Ref(7)));
        Assert.That(Running.Next, Is.EqualTo(new BlockNumber(8)));
        Assert.That((Running with { Unfinalized = [] }).Head, Is.EqualTo(Ref(4)));
    }

    [Test]
    public void The_first_block_is_added_whatever_its_parent()
    {
        ChainCursor after = Start.After(Added(3));

        Assert.That(after.Finalized, Is.Null);
        Assert.That(after.Unfinalized, Is.EqualTo(new[] { Ref(3) }));
    }

    [Test]
    public void A_linked_block_is_added()
    {
        ChainCursor after = Running.After(Added(8));

        Assert.That(after.Finalized, Is.EqualTo(Ref(4)));
        Assert.That(after.Unfinalized, Is.EqualTo(new[] { Ref(5), Ref(6), Ref(7), Ref(8) }));
    }

    [Test]
    public void A_block_is_added_on_a_final_one()
    {
        ChainCursor after = (Running with { Unfinalized = [] }).After(Added(5));

        Assert.That(after.Unfinalized, Is.EqualTo(new[] { Ref(5) }));
    }

    [Test]
    public void A_range_moves_the_final_block()
    {
        ChainCursor first = Start.After(Range(3, 5));
        ChainCursor second = first.After(Range(6, 6));

        Assert.That(first.Finalized, Is.EqualTo(Ref(5)));
        Assert.That(second.Finalized, Is.EqualTo(Ref(6)));
        Assert.That(second.Unfinalized, Is.Empty);
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public void Reverted_blocks_are_taken_off_the_end(int depth)
    {
        ChainCursor after = Running.After(Reverted([.. Running.Unfinalized.Reverse().Take(depth)]));

        Assert.That(after.Finalized, Is.EqualTo(Ref(4)));
        Assert.That(after.Unfinalized, Is.EqualTo(Running.Unfinalized.Take(3 - depth)));
    }

    [Test]
    public void All_blocks_can_be_reverted_before_any_is_final()
    {
        ChainCursor after = Start.After(Added(3)).After(Reverted(Ref(3)));

        Assert.That(after.Head, Is.Null);
        Assert.That(after.Next, Is.EqualTo(new BlockNumber(3)));
    }

    [TestCase(5UL, 2)]
    [TestCase(6UL, 1)]
    [TestCase(7UL, 0)]
    public void A_final_block_takes_all_before_it_with_it(ulong number, int left)
    {
        ChainCursor after = Running.After(new ChainUpdate.BlockFinalized(Ref(number)));

        Assert.That(after.Finalized, Is.EqualTo(Ref(number)));
        Assert.That(after.Unfinalized, Is.EqualTo(Running.Unfinalized.TakeLast(left)));
        Assert.That(after.Head, Is.EqualTo(Ref(7)));
    }

    [TestCaseSource(nameof(Misfits))]
    public void A_change_that_does_not_follow_throws(ChainCursor cursor, ChainUpdate update) =>
        Assert.That(() => cursor.After(update), Throws.InvalidOperationException.With.Message.Contains("nothing was applied"));

    private static FakeChain MineTen()
    {
        FakeChain chain = new();
        chain.MineEmpty(10);
        return chain;
    }

    private static BlockRef Ref(ulong number) => Chain.At(number).Ref;

    private static ChainUpdate.BlocksAdded Added(ulong number) => new([Chain.At(number).Observed]);

    private static ChainUpdate.RangeFinalized Range(ulong first, ulong last) =>
        new(new BlockNumber(first), Ref(last), Chain.At(last).Time, []);

    private static ChainUpdate.BlocksReverted Reverted(params BlockRef[] newestFirst) => new(newestFirst);

    private static TestCaseData Case(string name, ChainCursor cursor, ChainUpdate update) =>
        new TestCaseData(cursor, update).SetArgDisplayNames(name);
}
