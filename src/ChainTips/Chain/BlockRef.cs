using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Chain;

/// <summary>One block, known by its hash; the number only says where it stands.</summary>
/// <param name="Number">The block's number.</param>
/// <param name="Hash">The block's identity.</param>
/// <param name="ParentHash">The identity of the block before it.</param>
public sealed record BlockRef(BlockNumber Number, Hash32 Hash, Hash32 ParentHash)
{
    /// <summary>The reference of a header that a node gave.</summary>
    public static BlockRef Of(BlockHeader header) => new(header.Number, header.Hash, header.ParentHash);

    /// <summary>The time that a header states.</summary>
    public static DateTimeOffset TimeOf(BlockHeader header) =>
        DateTimeOffset.FromUnixTimeSeconds(checked((long)header.Timestamp));

    /// <summary>The block as a person reads it: number and hash.</summary>
    public override string ToString() => $"{Number} ({Hash})";
}
