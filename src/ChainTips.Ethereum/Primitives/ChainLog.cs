namespace ChainTips.Ethereum.Primitives;

/// <summary>One EVM log as it stands in the receipt of its transaction.</summary>
/// <param name="Address">The contract that emitted it.</param>
/// <param name="Topics">Up to four words; the first is the event signature hash unless the event is anonymous.</param>
/// <param name="Data">The encoded arguments that are not topics.</param>
/// <param name="Position">Index inside its own receipt, from 0. A reorg keeps it, so it identifies the log.</param>
public sealed record ChainLog(
    Address Address, IReadOnlyList<Hash32> Topics, ReadOnlyMemory<byte> Data, int Position)
{
    /// <summary>Index inside the block, from 0, as the node told it.</summary>
    /// <remarks>Not part of the equality: it changes when a reorg puts the transaction into another block.</remarks>
    public ulong LogIndex { get; init; }

    /// <summary>Whether address, topics, data and position are equal by content.</summary>
    public bool Equals(ChainLog? other) =>
        other is not null
        && Address == other.Address
        && Position == other.Position
        && Topics.SequenceEqual(other.Topics)
        && Data.Span.SequenceEqual(other.Data.Span);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        HashCode.Combine(Address, Position, Topics.Count > 0 ? Topics[^1] : default, Data.Length);
}
