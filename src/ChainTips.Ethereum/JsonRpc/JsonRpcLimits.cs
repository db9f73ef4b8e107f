namespace ChainTips.Ethereum.JsonRpc;

/// <summary>What one call to a node may take.</summary>
public sealed record JsonRpcLimits
{
    /// <summary>Largest answer in bytes, counted after decompression.</summary>
    /// <value>The default is 64 MiB.</value>
    public int MaxResponseBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Longest time from the question to the last byte of the answer.</summary>
    /// <value>The default is 30 seconds.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Deepest nesting of JSON objects and arrays.</summary>
    /// <value>The default is 32.</value>
    public int MaxDepth { get; init; } = 32;

    /// <summary>Most calls in one batch.</summary>
    /// <value>The default is 100.</value>
    public int MaxBatchCalls { get; init; } = 100;
}
