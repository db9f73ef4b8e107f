namespace ChainTips.Chain;

/// <summary>The configuration and the chain contradict each other; the gateway must not follow it.</summary>
public sealed class ChainMismatchException : Exception
{
    /// <summary>Says what contradicts.</summary>
    /// <param name="chainId">The chain as configured.</param>
    /// <param name="problems">One sentence for each contradiction.</param>
    public ChainMismatchException(ulong chainId, IReadOnlyList<string> problems)
        : base($"Chain {chainId} is not what the configuration says:{string.Concat(problems.Select(problem => "\n  - " + problem))}") =>
        Problems = problems;

    /// <summary>One sentence for each contradiction.</summary>
    public IReadOnlyList<string> Problems { get; }
}
