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
public sealed record LogPosition(ulong ChainId, Hash32 TransactionHash, int Position)
{
    /// <summary>The identity as 44 bytes: chain, hash and position, big-endian.</summary>
    public byte[] ToArray()
    {
        byte[] bytes = new byte[44];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, ChainId);
        TransactionHash.CopyTo(bytes.AsSpan(8));
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(40), Position);
        return bytes;
    }

    /// <summary>The position as a person reads it.</summary>
    public override string ToString() => $"log {Position} of transaction {TransactionHash} on chain {ChainId}";
}
