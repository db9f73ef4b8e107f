using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.Tests.Primitives;

internal sealed class BlockNumberTests
{
    private static readonly BlockNumber Low = new(41);
    private static readonly BlockNumber High = new(42);

    [Test]
    public void Neighbours_are_one_apart()
    {
        Assert.That(Low.Next, Is.EqualTo(High));
        Assert.That(High.Previous, Is.EqualTo(Low));
    }

    [Test]
    public void Nothing_stands_before_the_genesis_block_or_after_the_largest_number()
    {
        Assert.That(() => default(BlockNumber).Previous, Throws.TypeOf<OverflowException>());
        Assert.That(() => new BlockNumber(ulong.MaxValue).Next, Throws.TypeOf<OverflowException>());
    }

    [TestCase(41UL, 42UL, 2)]
    [TestCase(41UL, 41UL, 1)]
    [TestCase(42UL, 41UL, 0)]
    [TestCase(ulong.MaxValue - 1, ulong.MaxValue, 2)]
    public void A_range_includes_both_ends(ulong first, ulong last, int count) => Assert.That(
        BlockNumber.Range(new BlockNumber(first), new BlockNumber(last)),
        Is.EqualTo(Enumerable.Range(0, count).Select(i => new BlockNumber(first + (ulong)i))));

    [Test]
    public void Numbers_compare_by_value()
    {
        Assert.That(Low < High && High > Low && Low <= High && High >= Low, Is.True);
        Assert.That(Low > High || High < Low || Low >= High || High <= Low, Is.False);
        Assert.That(Low.CompareTo(High), Is.Negative);
        Assert.That(BlockNumber.Max(Low, High), Is.EqualTo(High));
        Assert.That(BlockNumber.Min(Low, High), Is.EqualTo(Low));
    }

    [Test]
    public void Text_is_decimal_without_grouping() =>
        Assert.That(new BlockNumber(1234567).ToString(), Is.EqualTo("1234567"));
}
