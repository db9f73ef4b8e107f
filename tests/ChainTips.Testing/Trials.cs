using System.Globalization;
using System.Security.Cryptography;
using NUnit.Framework;

namespace ChainTips.Testing;

/// <summary>How many cases the tests with random input try, and from which seed; the environment may set both.</summary>
/// <remarks>Every such test prints the two as it would be told them, so that a failed run can be had again.</remarks>
public static class Trials
{
    /// <summary>The variable that says how many.</summary>
    public const string SizeVariable = "CHAINTIPS_TEST_SIZE";

    /// <summary>The variable that says from which seed; a new one is drawn without it.</summary>
    public const string SeedVariable = "CHAINTIPS_TEST_SEED";

    private const int DefaultSize = 300;

    /// <summary>How many cases a test tries of which one costs little.</summary>
    public static int Size { get; } = Environment.GetEnvironmentVariable(SizeVariable) is not { Length: > 0 } text
        ? DefaultSize
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int size) && size > 0
            ? size
            : throw new FormatException($"{SizeVariable} is '{text}'; write how many cases to try, such as 300.");

    /// <summary>The seed of all tests of this run.</summary>
    public static TestSeed Seed { get; } = Environment.GetEnvironmentVariable(SeedVariable) is { Length: > 0 } text
        ? TestSeed.Parse(text)
        : new TestSeed((ulong)RandomNumberGenerator.GetInt32(int.MaxValue), null, null);

    /// <summary>What makes the same cases again, as it is written before a command.</summary>
    public static string Replay => string.Create(CultureInfo.InvariantCulture, $"{SizeVariable}={Size} {SeedVariable}={Seed}");

    /// <summary>How many cases a test tries, at least one; it is printed with the seed.</summary>
    /// <param name="cost">What one case costs; a test of cost 10 tries a tenth of the cases.</param>
    public static int Count(int cost = 1)
    {
        int count = Math.Max(1, Size / cost);
        TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Replay} ({count} cases)"));
        return count;
    }

    /// <summary>Numbers from the seed; it is printed.</summary>
    public static SeededRandom Random()
    {
        TestContext.Out.WriteLine(Replay);
        return new SeededRandom(Seed.Number);
    }
}
