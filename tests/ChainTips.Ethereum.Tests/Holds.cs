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
}
