namespace ChainTips.Chain;

/// <summary>How a chain says that a block can no longer be reverted. The cases are all there are.</summary>
public abstract record FinalityRule
{
    private FinalityRule()
    {
    }

    /// <summary>The node's <c>finalized</c> block tag says it.</summary>
    public sealed record Tags : FinalityRule
    {
        /// <inheritdoc/>
        public override string ToString() => "the node's finalized tag";
    }

    /// <summary>A number of confirmations says it, where the tags mean nothing.</summary>
    /// <param name="Count">The confirmations that make a block final: head − block + 1; at least 1.</param>
    public sealed record Confirmations(int Count) : FinalityRule
    {
        /// <inheritdoc/>
        public override string ToString() => $"{Count} confirmations";
    }
}
