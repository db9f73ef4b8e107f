using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Chain;

/// <summary>Says whether a header can be believed, by itself and as the next one of others.</summary>
/// <param name="profile">The chain.</param>
/// <param name="verification">How far the node is believed.</param>
internal sealed class HeaderCheck(ChainProfile profile, Verification verification)
{
    /// <summary>The header, whose hash was recomputed where the level of verification asks for it.</summary>
    public BlockHeader Demand(BlockHeader header)
    {
        if (verification != Verification.Proof || header.ComputedHash == header.Hash)
        {
            return header;
        }

        string found = header.ComputedHash is Hash32 computed
            ? $"the fields of its header hash to {computed}"
            : "its header lacks a field that is hashed, or has it in a form that is not known";
        throw new InconsistentAnswerException(
            header.Hash, RejectionReason.HeaderHash,
            $"{found}, so block {header.Number} of {profile.Name} cannot be proven. Either the node lies, or headers of this chain have "
            + $"fields that this version does not know; then set ChainTips:Chains:{profile.ChainId}:Verification to Bloom");
    }

    /// <summary>The header that was asked for by its number.</summary>
    public BlockHeader DemandAt(BlockHeader header, BlockNumber number) => header.Number == number
        ? Demand(header)
        : throw MalformedResponseException.OfOtherQuestion("eth_getBlockByNumber", "result", $"is block {header.Number} and not {number}");

    /// <summary>The header of a number that must be there, standing on the one before it.</summary>
    public BlockHeader DemandNext(BlockHeader? header, BlockNumber number, BlockHeader? parent)
    {
        if (header is null || header.Number != number)
        {
            throw new InconsistentAnswerException(
                parent?.Hash ?? Hash32.Zero, RejectionReason.MissingBlock, $"block {number} is final, and the node does not have it");
        }

        return parent is null || header.ParentHash == parent.Hash
            ? Demand(header)
            : throw new InconsistentAnswerException(
                parent.Hash, RejectionReason.ParentHash, $"block {number} after it names {header.ParentHash} as its parent");
    }
}
