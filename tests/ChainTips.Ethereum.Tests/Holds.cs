using FsCheck;
using FsCheck.Fluent;

namespace ChainTips.Ethereum.Tests;

/// <summary>Asserts properties over generated values; a failure prints its seed and the smallest counterexample.</summary>
internal static class Holds
{
    public static Gen<byte[]> AnyBytes => Gen.Choose(0, 255).Select(one => (byte)one).ArrayOf();

    public static Gen<byte[]> BytesOf(int length) => Gen.Choose(0, 255).Select(one => (byte)one).ArrayOf(length);

    public static void ForAll<T>(Gen<T> values, Func<T, bool> property) =>
        Assert.That(
            () => Prop.ForAll(Arb.From(values), property).QuickCheckThrowOnFailure(), Throws.Nothing);

    /// <summary>The least that one of some runs allocates, in bytes: the compiler's own work falls on the first ones.</summary>
    public static long LeastAllocated(Action action)
    {
        long least = long.MaxValue;
        for (int i = 0; i < 100; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
