using System.Globalization;

namespace ChainTips.Ethereum.Primitives;

/// <summary>The number of a block, counted from the genesis block; the default value is the genesis block, 0.</summary>
/// <param name="Value">The number.</param>
public readonly record struct BlockNumber(ulong Value) : IComparable<BlockNumber>
{
    /// <summary>The number after this one; <see cref="OverflowException"/> after the largest.</summary>
    public BlockNumber Next => new(checked(Value + 1));

    /// <summary>The number before this one; <see cref="OverflowException"/> before the genesis block.</summary>
    public BlockNumber Previous => new(checked(Value - 1));

    /// <summary>The later of two numbers.</summary>
    public static BlockNumber Max(BlockNumber left, BlockNumber right) => left >= right ? left : right;

    /// <summary>The earlier of two numbers.</summary>
    public static BlockNumber Min(BlockNumber left, BlockNumber right) => left <= right ? left : right;

    /// <summary>The numbers from one to another in order, both included; none when the last is the earlier.</summary>
    public static IReadOnlyList<BlockNumber> Range(BlockNumber first, BlockNumber last)
    {
        List<BlockNumber> numbers = [];
        for (ulong i = 0; first <= last && i <= last.Value - first.Value; i++)
        {
            numbers.Add(new BlockNumber(first.Value + i));
        }

        return numbers;
    }

    /// <inheritdoc/>
    public int CompareTo(BlockNumber other) => Value.CompareTo(other.Value);

    /// <summary>The number in decimal digits.</summary>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether the left block is earlier.</summary>
    public static bool operator <(BlockNumber left, BlockNumber right) => left.Value < right.Value;

    /// <summary>Whether the left block is later.</summary>
    public static bool operator >(BlockNumber left, BlockNumber right) => left.Value > right.Value;

    /// <summary>Whether the left block is not later.</summary>
    public static bool operator <=(BlockNumber left, BlockNumber right) => left.Value <= right.Value;

    /// <summary>Whether the left block is not earlier.</summary>
    public static bool operator >=(BlockNumber left, BlockNumber right) => left.Value >= right.Value;
}
