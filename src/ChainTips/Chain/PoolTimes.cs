namespace ChainTips.Chain;

/// <summary>How patient a pool of endpoints is.</summary>
public sealed record PoolTimes
{
    /// <summary>After how long another endpoint is asked the same beside one that has not answered. The default is two seconds.</summary>
    public TimeSpan HedgeAfter { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The same for ranges of final history, which take longer. The default is half a minute.</summary>
    public TimeSpan HedgeRangeAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long after the first look at a replaced final block the second is taken. The default is two seconds.</summary>
    public TimeSpan SecondLookAfter { get; init; } = TimeSpan.FromSeconds(2);
}
