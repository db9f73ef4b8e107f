using System.Globalization;

namespace ChainTips.Simulation.Tests;

/// <summary>How much is played: little in every run of the tests, much when the environment says so.</summary>
internal static class TortureSize
{
    /// <summary>How many seeds of random reorg schedules are played.</summary>
    public static ulong Seeds => Read("CHAINTIPS_TORTURE_SEEDS", 50);

    /// <summary>How many seeds are played with every fault.</summary>
    public static ulong FaultSeeds => Read("CHAINTIPS_TORTURE_FAULT_SEEDS", 12);

    /// <summary>The first seed.</summary>
    public static ulong From => Read("CHAINTIPS_TORTURE_FROM", 1);

    private static ulong Read(string variable, ulong preset) => Environment.GetEnvironmentVariable(variable) is string text
        ? ulong.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture)
        : preset;
}
