using ChainTips.Ethereum.Primitives;

namespace ChainTips.Chain;

/// <summary>How a chain says that a block can no longer be reverted. The cases are all there are.</summary>
public abstract record FinalityRule
{
    private FinalityRule()
    {
    }

    /// <summary>The number of the newest block that is final at a look; null when none is.</summary>
    /// <remarks>
    /// It may be lower than at the look before; what was final stays final all the same. It is a number, which says nothing
    /// of forks: which block is final is decided by <see cref="FindFinal(ChainCursor, ChainHeads)"/>, or by the node that gives the block.
    /// </remarks>
    public abstract BlockNumber? FindFinal(ChainHeads heads);

    /// <summary>The newest of the applied blocks that is final; null when none of those that can be reverted is.</summary>
    public abstract BlockRef? FindFinal(ChainCursor cursor, ChainHeads heads);

    /// <summary>The rule in force at a look, and why it is not the chain's own where it is not.</summary>
    public abstract string Describe(ChainHeads heads);

    /// <summary>The node's <c>finalized</c> block tag says it.</summary>
    /// <param name="Fallback">The confirmations that count with a node that has no such tag; at least 1.</param>
    public sealed record Tags(int Fallback) : FinalityRule
    {
        /// <inheritdoc/>
        public override BlockNumber? FindFinal(ChainHeads heads) =>
            heads.WithoutTag is null ? heads.Finalized?.Number : heads.Confirmed(Fallback);

        /// <inheritdoc/>
        public override BlockRef? FindFinal(ChainCursor cursor, ChainHeads heads) => heads.WithoutTag is null
            ? cursor.Unfinalized.FirstOrDefault(block => block.Hash == heads.Finalized?.Hash)
            : FindConfirmed(cursor, Fallback);

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
        public override BlockRef? FindFinal(ChainCursor cursor, ChainHeads heads) => FindConfirmed(cursor, Count);

        /// <inheritdoc/>
        public override string Describe(ChainHeads heads) => ToString();

        /// <inheritdoc/>
        public override string ToString() => $"{Count} confirmations";
    }

    /// <summary>Confirmations are counted on the applied blocks, each of which stands on the one before: a head that a node only claims confirms nothing.</summary>
    private static BlockRef? FindConfirmed(ChainCursor cursor, int confirmations) =>
        cursor.Unfinalized.Count >= confirmations ? cursor.Unfinalized[^confirmations] : null;
}
