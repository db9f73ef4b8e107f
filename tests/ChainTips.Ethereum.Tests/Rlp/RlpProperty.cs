using System.Globalization;
using ChainTips.Ethereum.Rlp;
using FsCheck;
using FsCheck.Fluent;

namespace ChainTips.Ethereum.Tests.Rlp;

/// <summary>Asserts a property as often as CHAINTIPS_TEST_SIZE says, and makes trees to assert it on.</summary>
internal static class RlpProperty
{
    private const int DefaultSize = 300;
    private const int MaxTreeDepth = 5;

    /// <summary>Trees of any shape; the lengths of the bytes lie on both sides of every limit of the encoding.</summary>
    public static Gen<RlpItem> Trees => Tree(MaxTreeDepth);

    public static int Size =>
        int.TryParse(
            Environment.GetEnvironmentVariable("CHAINTIPS_TEST_SIZE"), NumberStyles.None, CultureInfo.InvariantCulture, out int size)
            ? size
            : DefaultSize;

    public static void Holds<T>(Gen<T> values, Func<T, bool> property) =>
        Assert.That(
            () => Prop.ForAll(Arb.From(values), property).Check(Config.QuickThrowOnFailure.WithMaxTest(Size)),
            Throws.Nothing);

    /// <summary>A sound encoding in which up to three bytes were replaced.</summary>
    public static Gen<byte[]> Damaged(Gen<byte[]> encodings) =>
        from bytes in encodings
        from places in Gen.Choose(0, int.MaxValue).ArrayOf(3)
        from values in Gen.Choose(0, 255).ArrayOf(3)
        select Damage(bytes, places, values);

    public static bool SameTree(RlpItem left, RlpItem right) =>
        left.IsList == right.IsList
        && left.Bytes.Span.SequenceEqual(right.Bytes.Span)
        && left.Items.Count == right.Items.Count
        && left.Items.Zip(right.Items).All(pair => SameTree(pair.First, pair.Second));

    private static Gen<RlpItem> Tree(int depth)
    {
        Gen<RlpItem> leaf =
            from length in Gen.OneOf(Gen.Choose(0, 2), Gen.Choose(54, 57), Gen.Choose(254, 257))
            from bytes in Tests.Holds.BytesOf(length)
            select new RlpItem(bytes);
        return depth == 0 ? leaf : Gen.OneOf(leaf, Gen.Choose(0, 5).SelectMany(count => Tree(depth - 1).ListOf(count), (_, items) => new RlpItem([.. items])));
    }

    private static byte[] Damage(byte[] bytes, int[] places, int[] values)
    {
        byte[] damaged = (byte[])bytes.Clone();
        for (int i = 0; i < places.Length && damaged.Length > 0; i++)
        {
            damaged[places[i] % damaged.Length] = (byte)values[i];
        }

        return damaged;
    }
}
