namespace ChainTips.Simulation.Running;

/// <summary>The books are not what they must be.</summary>
/// <param name="differences">What differs, a sentence each.</param>
internal sealed class BooksDifferException(IReadOnlyList<string> differences) : Exception(string.Join("; ", differences))
{
    public IReadOnlyList<string> Differences { get; } = differences;
}
