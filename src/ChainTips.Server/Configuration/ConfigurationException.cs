namespace ChainTips.Server.Configuration;

/// <summary>The configuration has faults; the gateway does not start.</summary>
/// <param name="faults">What is wrong, a sentence each.</param>
internal sealed class ConfigurationException(IReadOnlyList<string> faults)
    : Exception("The configuration has faults:" + string.Concat(faults.Select(fault => "\n  - " + fault)))
{
    /// <summary>What is wrong, a sentence each.</summary>
    public IReadOnlyList<string> Faults { get; } = faults;
}
