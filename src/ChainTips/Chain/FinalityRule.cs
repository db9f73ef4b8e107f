using ChainTips.Ethereum.Primitives;

namespace ChainTips.Chain;

/// <summary>How a chain says that a block can no longer be reverted. The cases are all there are.</summary>
public abstract record FinalityRule
{
    private FinalityRule()
    {
    }

    /// <summary>The newest block that is final at a look; null when none is.</summary>
    /// <remarks>It may be lower than at the look before; what was final stays final all the same.</remarks>
    public abstract BlockNumber? FindFinal(ChainHeads heads);

    /// <summary>The rule in force at a look, and why it is not the chain's own where it is not.</summary>
    public abstract string Describe(ChainHeads heads);

    /// <summary>The node's <c>finalized</c> block tag says it.</summary>
    /// <param name="Fallback">The confirmations that count with a node that has no such tag; at least 1.</param>
    public sealed record Tags(int Fallback) : FinalityRule
    {
        /// <inheritdoc/>
        public override BlockNumber? FindFinal(ChainHeads heads) =>
            heads.WithoutTag is null ? heads.Finalized : heads.Confirmed(Fallback);

        /// <inheritdoc/>
        public override string Describe(ChainHeads heads) => heads.WithoutTag is string reason
            ? $"{Fallback} confirmations, because {reason}"
            : ToString();

        /// <inheritdoc/>
        public override string ToString() => "the node's finalized tag";
    }

    /// <summary>A number of confirmations says it, where the tags mean nothing.</summary>
    /// <param name="Count">The confirmations that make a block final: head − block + 1; at least 1.</param>
    public sealed record Confirmations(int Count) : FinalityRule
    {
        /// <inheritdoc/>
        public override BlockNumber? FindFinal(ChainHeads heads) => heads.Confirmed(Count);

        /// <inheritdoc/>
        public override string Describe(ChainHeads heads) => ToString();

        /// <inheritdoc/>
        public override string ToString() => $"{Count} confirmations";
    }
}
