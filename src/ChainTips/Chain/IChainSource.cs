using ChainTips.Ethereum.Crypto;
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

    /// <summary>The code of a contract; empty where none stands.</summary>
    Task<byte[]> ReadCodeAsync(Address contract, CancellationToken cancellationToken);

    /// <summary>The nonce of an owner's next permit (ERC-2612), at the head; null when the token has no permits.</summary>
    Task<UInt256?> ReadPermitNonceAsync(Address token, Address owner, CancellationToken cancellationToken);

    /// <summary>What a unit of gas costs now, in wei, as the node thinks (<c>eth_gasPrice</c>).</summary>
    Task<ulong> ReadGasPriceAsync(CancellationToken cancellationToken);

    /// <summary>The newest blocks: the head, and what the node calls safe and finalized.</summary>
    Task<ChainHeads> ReadHeadsAsync(CancellationToken cancellationToken);

    /// <summary>The canonical blocks of a range in order, both ends included; null for each that the node does not have.</summary>
    Task<IReadOnlyList<BlockHeader?>> ReadHeadersAsync(BlockNumber first, BlockNumber last, CancellationToken cancellationToken);

    /// <summary>The canonical block of a number, if the node that answers calls it final in the same answer; null when it does not.</summary>
    Task<BlockHeader?> ReadFinalHeaderAsync(BlockNumber number, CancellationToken cancellationToken);

    /// <summary>The receipts of blocks that may hold a tip, in the order of the headers, read by the block's hash and checked against its header.</summary>
    Task<IReadOnlyList<ObservedBlock>> ReadBlocksAsync(IReadOnlyList<BlockHeader> headers, CancellationToken cancellationToken);

    /// <summary>What mined transactions asked for; one of a type that cannot be read is left out.</summary>
    Task<IReadOnlyDictionary<Hash32, TransactionCall>> ReadCallsAsync(
        IReadOnlyCollection<Hash32> transactionHashes, CancellationToken cancellationToken);

    /// <summary>The number of the block that a transaction is mined in; null when the node knows no such transaction.</summary>
    Task<BlockNumber?> FindBlockOfAsync(Hash32 transactionHash, CancellationToken cancellationToken);

    /// <summary>Whether an account signed a digest, be it a key or a contract, as the chain's head says.</summary>
    Task<SignatureVerification> VerifySignatureAsync(
        Address signer, Hash32 digest, ReadOnlyMemory<byte> signature, CancellationToken cancellationToken);

    /// <summary>
    /// What shows that a transaction's receipt is in a block, recomputed from the block's header and all its receipts; null on
    /// a chain whose receipts root cannot be recomputed.
    /// </summary>
    Task<InclusionEvidence?> ReadEvidenceAsync(BlockRef block, int transactionIndex, CancellationToken cancellationToken);

    /// <summary>A range of final history, every block of which is final for the node that gives it.</summary>
    Task<FinalRange> ReadRangeAsync(BlockNumber first, BlockNumber last, CancellationToken cancellationToken);
}
