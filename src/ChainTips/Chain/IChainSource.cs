using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Chain;

/// <summary>A node of one chain, as far as the gateway asks it. Faults of the node throw <see cref="EthereumRpcException"/>.</summary>
public interface IChainSource
{
    /// <summary>Which chain this is.</summary>
    Task<ChainFacts> ReadFactsAsync(CancellationToken cancellationToken);

    /// <summary>What a token says of itself.</summary>
    Task<TokenFacts> ReadTokenAsync(Address token, CancellationToken cancellationToken);

    /// <summary>The newest blocks: the head, and what the node calls safe and finalized.</summary>
    Task<ChainHeads> ReadHeadsAsync(CancellationToken cancellationToken);

    /// <summary>The canonical block of a number; null when the node does not have it.</summary>
    Task<BlockHeader?> ReadHeaderAsync(BlockNumber number, CancellationToken cancellationToken);

    /// <summary>The canonical block of a number, if the node that answers calls it final in the same answer; null when it does not.</summary>
    Task<BlockHeader?> ReadFinalHeaderAsync(BlockNumber number, CancellationToken cancellationToken);

    /// <summary>The receipts of one block that may hold a tip, read by the block's hash and checked against its header.</summary>
    Task<ObservedBlock> ReadBlockAsync(BlockHeader header, CancellationToken cancellationToken);

    /// <summary>
    /// What shows that a transaction's receipt is in a block, recomputed from the block's header and all its receipts; null on
    /// a chain whose receipts root cannot be recomputed.
    /// </summary>
    Task<InclusionEvidence?> ReadEvidenceAsync(BlockRef block, int transactionIndex, CancellationToken cancellationToken);

    /// <summary>A range of final history, every block of which is final for the node that gives it.</summary>
    Task<FinalRange> ReadRangeAsync(BlockNumber first, BlockNumber last, CancellationToken cancellationToken);
}
