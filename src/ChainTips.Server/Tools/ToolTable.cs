namespace ChainTips.Server.Tools;

/// <summary>Every tool by its name.</summary>
internal static class ToolTable
{
    /// <summary>The tools.</summary>
    public static IReadOnlyDictionary<string, Tool> All { get; } = new SortedDictionary<string, Tool>(StringComparer.Ordinal)
    {
        ["keccak"] = HashingTools.Keccak,
        ["address"] = HashingTools.Address,
        ["selector"] = HashingTools.Selector,
        ["topic"] = HashingTools.Topic,
    };
}
