using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Chain;

/// <summary>
/// Reads headers of final history. Behind one URL there may be a node that is behind, and that still has blocks of a fork that
/// lost; so each answer also says what is final for the node that gives it, and nothing above that is believed.
/// </summary>
/// <param name="rpc">The node.</param>
/// <param name="heads">What knows how the node names its final block.</param>
/// <param name="check">What says whether a header is believed.</param>
internal sealed class FinalHeaderReader(EthereumRpc rpc, HeadReader heads, HeaderCheck check)
{
    /// <summary>The canonical blocks of numbers in their order; null for each that the node does not have.</summary>
    /// <exception cref="InconsistentAnswerException">A block is not final for the node that answered.</exception>
    public async Task<IReadOnlyList<BlockHeader?>> ReadAsync(IReadOnlyList<BlockNumber> numbers, CancellationToken cancellationToken)
    {
        FinalityWitness witness = await heads.FindWitnessAsync(cancellationToken);
        IReadOnlyList<WitnessedBlock> answers = await rpc.GetBlocksAsync(witness.Tag, numbers, cancellationToken);
        for (int i = 0; i < answers.Count; i++)
        {
            if (!witness.Confirms(numbers[i], answers[i].Tagged))
            {
                string named = answers[i].Tagged is BlockHeader tagged ? check.Demand(tagged).Number.ToString() : "none";
                throw new InconsistentAnswerException(
                    answers[i].Block?.Hash ?? Hash32.Zero, RejectionReason.NotFinalHere,
                    $"block {numbers[i]} is final, and the node that answered names {named} as its newest block by that rule, so it is behind");
            }
        }

        return [.. answers.Select(answer => answer.Block)];
    }

    /// <summary>The canonical blocks of a range in order; null for each that the node does not have.</summary>
    /// <exception cref="InconsistentAnswerException">A block is not final for the node that answered.</exception>
    public Task<IReadOnlyList<BlockHeader?>> ReadAsync(BlockNumber first, BlockNumber last, CancellationToken cancellationToken)
    {
        List<BlockNumber> numbers = [];
        for (BlockNumber number = first; number <= last; number = number.Next)
        {
            numbers.Add(number);
        }

        return ReadAsync(numbers, cancellationToken);
    }

    /// <summary>The canonical block of a number; null when the node does not call it final.</summary>
    public async Task<BlockHeader?> FindAsync(BlockNumber number, CancellationToken cancellationToken)
    {
        FinalityWitness witness = await heads.FindWitnessAsync(cancellationToken);
        WitnessedBlock answer = (await rpc.GetBlocksAsync(witness.Tag, [number], cancellationToken))[0];
        return witness.Confirms(number, answer.Tagged) && answer.Block is BlockHeader header ? check.Demand(header) : null;
    }
}
