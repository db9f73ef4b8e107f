using System.Collections.Concurrent;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Chain;

/// <summary>
/// Reads headers of final history. Behind one URL there may be a node that is behind, and that still has blocks of a fork that
/// lost; so each answer also says what is final for the node that gives it, and nothing above that is believed.
/// </summary>
/// <remarks>
/// Some URLs give the calls of one batch to several nodes. So what an answer says is final by its number is believed only when
/// the blocks above it are shown that stand on it, <see cref="DemandBuriedAsync"/>.
/// </remarks>
/// <param name="rpc">The node.</param>
/// <param name="heads">What knows how the node names its final block.</param>
/// <param name="check">What says whether a header is believed.</param>
internal sealed class FinalHeaderReader(EthereumRpc rpc, HeadReader heads, HeaderCheck check)
{
    /// <summary>So many blocks on top of one are enough where the node's final block is further up: no fork that lost was longer.</summary>
    private const ulong DeepestFork = 99;

    /// <summary>So many parents are remembered: of more ranges than are ever read at the same time.</summary>
    private const int MostParents = 256;

    /// <summary>How many blocks in a row were shown to stand on a block, by its hash.</summary>
    private readonly ConcurrentDictionary<Hash32, int> _shownOn = [];

    /// <summary>The canonical blocks of numbers in their order; null for each that the node does not have.</summary>
    /// <exception cref="InconsistentAnswerException">A block is not final for the node that answered.</exception>
    public async Task<FinalHeaders> ReadAsync(IReadOnlyList<BlockNumber> numbers, CancellationToken cancellationToken)
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

        return new FinalHeaders([.. answers.Select(answer => answer.Block)], answers[^1].Tagged!);
    }

    /// <summary>Keeps that believed headers stand in a row on a block: a range that ends with that block need not ask for them again.</summary>
    /// <param name="parent">The block.</param>
    /// <param name="count">How many headers stand on it.</param>
    public void Remember(Hash32 parent, int count)
    {
        if (_shownOn.Count >= MostParents)
        {
            _shownOn.Clear();
        }

        _shownOn[parent] = count;
    }

    /// <summary>Demands that a block stands under the node's final block, or under as many blocks as make it final.</summary>
    /// <param name="block">The block.</param>
    /// <param name="tagged">What the node named beside it.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <exception cref="InconsistentAnswerException">It does not; what named the final block and what gave this one know different forks.</exception>
    public async Task DemandBuriedAsync(BlockHeader block, BlockHeader tagged, CancellationToken cancellationToken)
    {
        FinalityWitness witness = await heads.FindWitnessAsync(cancellationToken);
        ulong above = tagged.Number.Value - block.Number.Value;
        ulong needed = witness.Tag == BlockTag.Finalized ? Math.Min(above, DeepestFork) : (ulong)witness.Confirmations - 1;
        bool mustMeetTagged = witness.Tag == BlockTag.Finalized && needed == above;
        if (!mustMeetTagged && _shownOn.TryRemove(block.Hash, out int shown) && (ulong)shown >= needed)
        {
            return;
        }

        BlockHeader top = block;
        if (needed > 0)
        {
            BlockNumber last = new(block.Number.Value + needed);
            foreach (BlockHeader? next in await rpc.GetBlocksAsync(block.Number.Next, last, cancellationToken))
            {
                top = next is not null
                    ? check.DemandNext(next, top.Number.Next, top)
                    : throw new InconsistentAnswerException(
                        block.Hash, RejectionReason.MissingBlock, $"it is final under block {last}, and the node does not have block {top.Number.Next}");
            }
        }

        if (mustMeetTagged && top.Hash != tagged.Hash)
        {
            throw new InconsistentAnswerException(
                top.Hash, RejectionReason.NotFinalHere, $"it is block {top.Number}, and the node's final block of that number is {tagged.Hash}");
        }
    }

    /// <summary>The canonical block of a number; null when the node does not call it final.</summary>
    public async Task<BlockHeader?> FindAsync(BlockNumber number, CancellationToken cancellationToken)
    {
        FinalityWitness witness = await heads.FindWitnessAsync(cancellationToken);
        WitnessedBlock answer = (await rpc.GetBlocksAsync(witness.Tag, [number], cancellationToken))[0];
        if (!witness.Confirms(number, answer.Tagged) || answer.Block is null)
        {
            return null;
        }

        BlockHeader header = check.Demand(answer.Block);
        await DemandBuriedAsync(header, answer.Tagged!, cancellationToken);
        return header;
    }
}

/// <summary>Headers of final history.</summary>
/// <param name="Blocks">The canonical blocks in the order in which they were asked for; null for each that the node does not have.</param>
/// <param name="Tagged">What the node named as its newest block beside the last of them.</param>
internal sealed record FinalHeaders(IReadOnlyList<BlockHeader?> Blocks, BlockHeader Tagged);
