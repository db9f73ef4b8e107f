namespace ChainTips.Chain;

/// <summary>What a backfill may take.</summary>
public sealed record BackfillLimits
{
    /// <summary>The most blocks that are read and applied at once. The default is 10,000.</summary>
    public int LargestRange { get; init; } = 10_000;

    /// <summary>How many ranges are read at the same time. The default is 4.</summary>
    public int InFlight { get; init; } = 4;

    /// <summary>What the content of all ranges that are read or wait to be applied may take in memory. The default is 48 MiB.</summary>
    public long MostBytes { get; init; } = 48 * 1024 * 1024;
}
