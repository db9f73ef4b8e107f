using System.Buffers.Binary;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Tips;

/// <summary>Where a log stands on a chain, whatever block its transaction is mined in: the natural identity of a payment.</summary>
/// <remarks>
/// The number of a log within its block is not safe as an identity, for nodes disagree on it, and the block's hash is not
/// either, for the same transaction returns in another block after a reorg.
/// </remarks>
/// <param name="ChainId">The chain.</param>
/// <param name="TransactionHash">The transaction.</param>
/// <param name="Position">The log's place in the transaction's own receipt, from 0.</param>
public readonly record struct LogPosition(ulong ChainId, Hash32 TransactionHash, int Position)
{
    /// <summary>Length of the identity in bytes.</summary>
    public const int Length = 44;

    /// <summary>Writes the identity as 44 bytes: chain, hash and position, big-endian.</summary>
    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, ChainId);
        TransactionHash.CopyTo(destination[8..]);
        BinaryPrimitives.WriteInt32BigEndian(destination[40..], Position);
    }

    /// <summary>The position as a person reads it.</summary>
    public override string ToString() => $"log {Position} of transaction {TransactionHash} on chain {ChainId}";
}
