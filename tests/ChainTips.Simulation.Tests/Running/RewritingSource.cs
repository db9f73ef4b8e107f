using ChainTips.Chain;
using ChainTips.Ethereum.Crypto;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Simulation.Tests.Running;

/// <summary>A chain of which everything is handed on; whoever stands between overrides what he changes.</summary>
internal abstract class ForwardingSource(IChainSource inner) : IChainSource
{
    public Task<ChainFacts> ReadFactsAsync(CancellationToken cancellationToken) => inner.ReadFactsAsync(cancellationToken);

    public Task<TokenFacts> ReadTokenAsync(Address token, CancellationToken cancellationToken) => inner.ReadTokenAsync(token, cancellationToken);

    public Task<UInt256?> ReadPermitNonceAsync(Address token, Address owner, CancellationToken cancellationToken) =>
        inner.ReadPermitNonceAsync(token, owner, cancellationToken);

    public Task<ulong> ReadGasPriceAsync(CancellationToken cancellationToken) => inner.ReadGasPriceAsync(cancellationToken);

    public Task<byte[]> ReadCodeAsync(Address contract, CancellationToken cancellationToken) => inner.ReadCodeAsync(contract, cancellationToken);

    public virtual Task<ChainHeads> ReadHeadsAsync(CancellationToken cancellationToken) => inner.ReadHeadsAsync(cancellationToken);

    public virtual Task<IReadOnlyList<BlockHeader?>> ReadHeadersAsync(BlockNumber first, BlockNumber last, CancellationToken cancellationToken) =>
        inner.ReadHeadersAsync(first, last, cancellationToken);

    public virtual Task<BlockHeader?> ReadFinalHeaderAsync(BlockNumber number, CancellationToken cancellationToken) =>
        inner.ReadFinalHeaderAsync(number, cancellationToken);

    public virtual Task<IReadOnlyList<ObservedBlock>> ReadBlocksAsync(IReadOnlyList<BlockHeader> headers, CancellationToken cancellationToken) =>
        inner.ReadBlocksAsync(headers, cancellationToken);

    public Task<InclusionEvidence?> ReadEvidenceAsync(BlockRef block, int transactionIndex, CancellationToken cancellationToken) =>
        inner.ReadEvidenceAsync(block, transactionIndex, cancellationToken);

    public Task<BlockNumber?> FindBlockOfAsync(Hash32 transactionHash, CancellationToken cancellationToken) =>
        inner.FindBlockOfAsync(transactionHash, cancellationToken);

    public Task<SignatureVerification> VerifySignatureAsync(
        Address signer, Hash32 digest, ReadOnlyMemory<byte> signature, CancellationToken cancellationToken) =>
        inner.VerifySignatureAsync(signer, digest, signature, cancellationToken);

    public Task<IReadOnlyDictionary<Hash32, TransactionCall>> ReadCallsAsync(
        IReadOnlyCollection<Hash32> transactionHashes, CancellationToken cancellationToken) =>
        inner.ReadCallsAsync(transactionHashes, cancellationToken);

    public virtual Task<FinalRange> ReadRangeAsync(BlockNumber first, BlockNumber last, CancellationToken cancellationToken) =>
        inner.ReadRangeAsync(first, last, cancellationToken);
}

/// <summary>Changes what is seen in each block.</summary>
internal sealed class RewritingSource(IChainSource inner, Func<ObservedBlock, ObservedBlock> rewrite) : ForwardingSource(inner)
{
    public override async Task<IReadOnlyList<ObservedBlock>> ReadBlocksAsync(IReadOnlyList<BlockHeader> headers, CancellationToken cancellationToken) =>
        [.. (await base.ReadBlocksAsync(headers, cancellationToken)).Select(rewrite)];

    public override async Task<FinalRange> ReadRangeAsync(BlockNumber first, BlockNumber last, CancellationToken cancellationToken)
    {
        FinalRange range = await base.ReadRangeAsync(first, last, cancellationToken);
        return range with { Blocks = [.. range.Blocks.Select(rewrite)] };
    }
}

/// <summary>Believes that a head that went down is another block.</summary>
internal sealed class LowerHeadSource(IChainSource inner) : ForwardingSource(inner)
{
    private BlockHeader? _highest;
    private BlockHeader? _head;

    public override async Task<ChainHeads> ReadHeadsAsync(CancellationToken cancellationToken)
    {
        ChainHeads heads = await base.ReadHeadsAsync(cancellationToken);
        _head = heads.Head;
        _highest = _highest is null || _head.Number > _highest.Number ? _head : _highest;
        return HasGoneDown ? heads with { Head = Other(heads.Head) } : heads;
    }

    public override async Task<IReadOnlyList<BlockHeader?>> ReadHeadersAsync(
        BlockNumber first, BlockNumber last, CancellationToken cancellationToken)
    {
        IReadOnlyList<BlockHeader?> headers = await base.ReadHeadersAsync(first, last, cancellationToken);
        return [.. headers.Select(header => HasGoneDown && header?.Number == _head!.Number ? Other(header) : header)];
    }

    private bool HasGoneDown => _head is not null && _highest is not null && _head.Number < _highest.Number;

    private static BlockHeader Other(BlockHeader header) => header with { Hash = Hash32.Zero };
}

/// <summary>Takes a block for empty when its receipts cannot be had.</summary>
internal sealed class EmptySource(IChainSource inner) : ForwardingSource(inner)
{
    public override async Task<IReadOnlyList<ObservedBlock>> ReadBlocksAsync(
        IReadOnlyList<BlockHeader> headers, CancellationToken cancellationToken)
    {
        try
        {
            return await base.ReadBlocksAsync(headers, cancellationToken);
        }
        catch (EthereumRpcException)
        {
            return [.. headers.Select(header => new ObservedBlock(BlockRef.Of(header), BlockRef.TimeOf(header), []))];
        }
    }
}
