using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Chain;

/// <summary>How a node says in the same answer as a block whether that block is final.</summary>
/// <param name="Tag">The block that it names beside.</param>
/// <param name="Confirmations">How many confirmations a block has at least that is final, counted to the named block; 1 for the named block itself.</param>
internal readonly record struct FinalityWitness(BlockTag Tag, int Confirmations)
{
    /// <summary>Whether a block is final, by what the node named.</summary>
    public bool Confirms(BlockNumber number, BlockHeader? tagged) =>
        tagged is not null && tagged.Number >= number && tagged.Number.Value - number.Value >= (ulong)Confirmations - 1;
}
