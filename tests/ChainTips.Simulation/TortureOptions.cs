namespace ChainTips.Simulation;

/// <summary>What <c>chaintips torture</c> is asked for.</summary>
public sealed record TortureOptions
{
    /// <summary>How many seeds are played.</summary>
    public required ulong Seeds { get; init; }

    /// <summary>The first seed.</summary>
    public required ulong From { get; init; }

    /// <summary>About how many blocks a run has.</summary>
    public required int Blocks { get; init; }

    /// <summary>The faults: <c>none</c>, <c>all</c>, or a list such as <c>F1,F7</c>.</summary>
    public required string Faults { get; init; }

    /// <summary>With what probability a request goes wrong, 0 to 1.</summary>
    public required double FaultsProbability { get; init; }

    /// <summary>How many runs are played at once.</summary>
    public required int Jobs { get; init; }

    /// <summary>Where the trace of a failing run is written.</summary>
    public required DirectoryInfo Folder { get; init; }

    /// <summary>A trace to play instead of what the seeds give; null for none.</summary>
    public FileInfo? Trace { get; init; }
}
