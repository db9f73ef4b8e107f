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
