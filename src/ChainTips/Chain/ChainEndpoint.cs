using ChainTips.Ethereum.Crypto;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Chain;

/// <summary>One endpoint of a chain: a node, and the book of how it answers.</summary>
/// <param name="Health">How it answers.</param>
/// <param name="Source">The node.</param>
public sealed record ChainEndpoint(EndpointHealth Health, IChainSource Source)
{
    /// <summary>The node, whose heads are written down.</summary>
    internal IChainSource Observed { get; } = new HeadObserver(Health, Source);

    private sealed class HeadObserver(EndpointHealth health, IChainSource source) : IChainSource
    {
        public async Task<ChainHeads> ReadHeadsAsync(CancellationToken cancellationToken)
        {
            ChainHeads heads = await source.ReadHeadsAsync(cancellationToken);
            health.SawHead(heads.Head.Number);
            return heads;
        }

        public Task<ChainFacts> ReadFactsAsync(CancellationToken cancellationToken) => source.ReadFactsAsync(cancellationToken);

        public Task<TokenFacts> ReadTokenAsync(Address token, CancellationToken cancellationToken) =>
            source.ReadTokenAsync(token, cancellationToken);

        public Task<UInt256?> ReadPermitNonceAsync(Address token, Address owner, CancellationToken cancellationToken) =>
            source.ReadPermitNonceAsync(token, owner, cancellationToken);

        public Task<ulong> ReadGasPriceAsync(CancellationToken cancellationToken) => source.ReadGasPriceAsync(cancellationToken);

        public Task<byte[]> ReadCodeAsync(Address contract, CancellationToken cancellationToken) =>
            source.ReadCodeAsync(contract, cancellationToken);

        public Task<IReadOnlyList<BlockHeader?>> ReadHeadersAsync(BlockNumber first, BlockNumber last, CancellationToken cancellationToken) =>
            source.ReadHeadersAsync(first, last, cancellationToken);

        public Task<BlockHeader?> ReadFinalHeaderAsync(BlockNumber number, CancellationToken cancellationToken) =>
            source.ReadFinalHeaderAsync(number, cancellationToken);

        public Task<IReadOnlyList<ObservedBlock>> ReadBlocksAsync(IReadOnlyList<BlockHeader> headers, CancellationToken cancellationToken) =>
            source.ReadBlocksAsync(headers, cancellationToken);

        public Task<IReadOnlyDictionary<Hash32, TransactionCall>> ReadCallsAsync(
            IReadOnlyCollection<Hash32> transactionHashes, CancellationToken cancellationToken) =>
            source.ReadCallsAsync(transactionHashes, cancellationToken);

        public Task<BlockNumber?> FindBlockOfAsync(Hash32 transactionHash, CancellationToken cancellationToken) =>
            source.FindBlockOfAsync(transactionHash, cancellationToken);

        public Task<SignatureVerification> VerifySignatureAsync(
            Address signer, Hash32 digest, ReadOnlyMemory<byte> signature, CancellationToken cancellationToken) =>
            source.VerifySignatureAsync(signer, digest, signature, cancellationToken);

        public Task<InclusionEvidence?> ReadEvidenceAsync(BlockRef block, int transactionIndex, CancellationToken cancellationToken) =>
            source.ReadEvidenceAsync(block, transactionIndex, cancellationToken);

        public Task<FinalRange> ReadRangeAsync(BlockNumber first, BlockNumber last, CancellationToken cancellationToken) =>
            source.ReadRangeAsync(first, last, cancellationToken);
    }
}
