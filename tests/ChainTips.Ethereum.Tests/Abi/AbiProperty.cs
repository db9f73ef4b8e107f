using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace ChainTips.Ethereum.Tests.Abi;

/// <summary>Asserts a property as often as CHAINTIPS_TEST_SIZE says; a failure prints its seed and the counterexample.</summary>
internal static class AbiProperty
{
    private const int DefaultSize = 300;

    public static void Holds<T>(Gen<T> values, Func<T, bool> property) =>
        Assert.That(
            () => Prop.ForAll(Arb.From(values), property).Check(Config.QuickThrowOnFailure.WithMaxTest(Size)),
            Throws.Nothing);

    private static int Size =>
        int.TryParse(
            Environment.GetEnvironmentVariable("CHAINTIPS_TEST_SIZE"), NumberStyles.None, CultureInfo.InvariantCulture, out int size)
            ? size
            : DefaultSize;
}
