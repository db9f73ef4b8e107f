using ChainTips.Testing;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace ChainTips.Ethereum.Tests;

/// <summary>Asserts properties over generated values, as many and from the seed as <see cref="Trials"/> says.</summary>
/// <remarks>
/// A failure prints the smallest counterexample and three numbers that, as <see cref="Trials.SeedVariable"/>, make that case again.
/// </remarks>
internal static class Holds
{
    private const int SampleSize = 40;

    public static Gen<byte[]> AnyBytes => Gen.Choose(0, 255).Select(one => (byte)one).ArrayOf();

    public static Gen<byte[]> BytesOf(int length) => Gen.Choose(0, 255).Select(one => (byte)one).ArrayOf(length);

    /// <summary>Asserts a property.</summary>
    /// <param name="values">What it is asserted of.</param>
    /// <param name="property">The property.</param>
    /// <param name="cost">What one case costs; a property of cost 10 is asserted of a tenth of the values.</param>
    public static void ForAll<T>(Gen<T> values, Func<T, bool> property, int cost = 1)
    {
        TestSeed seed = Trials.Seed;
        Rnd start = seed.Gamma is ulong gamma ? new Rnd(seed.Number, gamma) : new Rnd(seed.Number);
        FSharpOption<int>? size = seed.CaseSize is int caseSize ? FSharpOption<int>.Some(caseSize) : FSharpOption<int>.None;
        Config config = Config.QuickThrowOnFailure
            .WithMaxTest(Trials.Count(cost))
            .WithReplay(FSharpOption<Replay>.Some(new Replay(start, size)));
        Assert.That(() => Prop.ForAll(Arb.From(values), property).Check(config), Throws.Nothing);
    }

    /// <summary>Some values that are the same in every run, to be damaged.</summary>
    public static T[] Samples<T>(Gen<T> values, int count = 60) => values.Sample(SampleSize, new Rnd(1), count);

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
