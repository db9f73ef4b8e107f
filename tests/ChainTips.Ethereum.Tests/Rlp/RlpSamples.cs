using ChainTips.Ethereum.Rlp;
using FsCheck;
using FsCheck.Fluent;

namespace ChainTips.Ethereum.Tests.Rlp;

/// <summary>Makes trees, and compares them.</summary>
internal static class RlpSamples
{
    private const int MaxTreeDepth = 5;

    /// <summary>Trees of any shape; the lengths of the bytes lie on both sides of every limit of the encoding.</summary>
    public static Gen<RlpItem> Trees => Tree(MaxTreeDepth);

    public static bool SameTree(RlpItem left, RlpItem right) =>
        left.IsList == right.IsList
        && left.Bytes.Span.SequenceEqual(right.Bytes.Span)
        && left.Items.Count == right.Items.Count
        && left.Items.Zip(right.Items).All(pair => SameTree(pair.First, pair.Second));

    private static Gen<RlpItem> Tree(int depth)
    {
        Gen<RlpItem> leaf =
            from length in Gen.OneOf(Gen.Choose(0, 2), Gen.Choose(54, 57), Gen.Choose(254, 257))
            from bytes in Holds.BytesOf(length)
            select new RlpItem(bytes);
        return depth == 0 ? leaf : Gen.OneOf(leaf, Gen.Choose(0, 5).SelectMany(count => Tree(depth - 1).ListOf(count), (_, items) => new RlpItem([.. items])));
    }
}
