namespace ChainTips.Chain;

/// <summary>What a backfill may take.</summary>
public sealed record BackfillLimits
{
    /// <summary>
    /// How many blocks are read and applied at once where their headers are read: twenty full questions. What was read and not applied is
    /// read again after a stop, so more would cost more then than it saves on the way.
    /// </summary>
    public const int RangeOfHeaders = 1_980;

    /// <summary>How many blocks are read and applied at once where the node is asked for their logs alone.</summary>
    public const int RangeOfLogs = 10_000;

    /// <summary>The most blocks that are read and applied at once. The default is <see cref="RangeOfHeaders"/>.</summary>
    public int LargestRange { get; init; } = RangeOfHeaders;

    /// <summary>How many ranges are read at the same time. The default is 4.</summary>
    public int InFlight { get; init; } = 4;

    /// <summary>What the content of all ranges that are read or wait to be applied may take in memory. The default is 48 MiB.</summary>
    public long MostBytes { get; init; } = 48 * 1024 * 1024;
}
