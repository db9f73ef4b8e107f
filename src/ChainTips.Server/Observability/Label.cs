namespace ChainTips.Server.Observability;

/// <summary>The labels of the gateway's metrics: few, and with few values each.</summary>
internal static class Label
{
    /// <summary>The chain that something happened on, by its id (EIP-155).</summary>
    public static KeyValuePair<string, object?> OfChain(ulong chainId) => Of("chain", chainId);

    /// <summary>A label.</summary>
    public static KeyValuePair<string, object?> Of(string name, object value) => new(name, value);
}
