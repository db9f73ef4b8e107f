using ChainTips.Chain;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Simulation.Tests.Running;

/// <summary>A chain of which everything is handed on; whoever stands between overrides what he changes.</summary>
internal abstract class ForwardingSource(IChainSource inner) : IChainSource
{
    public Task<ChainFacts> ReadFactsAsync(CancellationToken cancellationToken) => inner.ReadFactsAsync(cancellationToken);

    public Task<TokenFacts> ReadTokenAsync(Address token, CancellationToken cancellationToken) => inner.ReadTokenAsync(token, cancellationToken);

    public virtual Task<ChainHeads> ReadHeadsAsync(CancellationToken cancellationToken) => inner.ReadHeadsAsync(cancellationToken);

    public virtual Task<BlockHeader?> ReadHeaderAsync(BlockNumber number, CancellationToken cancellationToken) =>
        inner.ReadHeaderAsync(number, cancellationToken);

    public virtual Task<BlockHeader?> ReadFinalHeaderAsync(BlockNumber number, CancellationToken cancellationToken) =>
        inner.ReadFinalHeaderAsync(number, cancellationToken);

    public virtual Task<ObservedBlock> ReadBlockAsync(BlockHeader header, CancellationToken cancellationToken) =>
        inner.ReadBlockAsync(header, cancellationToken);

    public Task<InclusionEvidence?> ReadEvidenceAsync(BlockRef block, int transactionIndex, CancellationToken cancellationToken) =>
        inner.ReadEvidenceAsync(block, transactionIndex, cancellationToken);

    public virtual Task<FinalRange> ReadRangeAsync(BlockNumber first, BlockNumber last, CancellationToken cancellationToken) =>
        inner.ReadRangeAsync(first, last, cancellationToken);
}

/// <summary>Changes what is seen in each block.</summary>
internal sealed class RewritingSource(IChainSource inner, Func<ObservedBlock, ObservedBlock> rewrite) : ForwardingSource(inner)
{
    public override async Task<ObservedBlock> ReadBlockAsync(BlockHeader header, CancellationToken cancellationToken) =>
        rewrite(await base.ReadBlockAsync(header, cancellationToken));

    public override async Task<FinalRange> ReadRangeAsync(BlockNumber first, BlockNumber last, CancellationToken cancellationToken)
    {
        FinalRange range = await base.ReadRangeAsync(first, last, cancellationToken);
        return range with { Blocks = [.. range.Blocks.Select(rewrite)] };
    }
}

/// <summary>Believes that blocks above a head that went down are gone.</summary>
internal sealed class LowerHeadSource(IChainSource inner) : ForwardingSource(inner)
{
    private BlockHeader? _highest;
    private BlockHeader? _head;

    public override async Task<ChainHeads> ReadHeadsAsync(CancellationToken cancellationToken)
    {
        ChainHeads heads = await base.ReadHeadsAsync(cancellationToken);
        _head = heads.Head;
        _highest = _highest is null || _head.Number > _highest.Number ? _head : _highest;
        return heads;
    }

    public override async Task<BlockHeader?> ReadHeaderAsync(BlockNumber number, CancellationToken cancellationToken)
    {
        BlockHeader? header = await base.ReadHeaderAsync(number, cancellationToken);
        bool hasGoneDown = _head is not null && _highest is not null && _head.Number < _highest.Number;
        return hasGoneDown && number == _head!.Number ? header! with { Hash = Hash32.Zero } : header;
    }
}

/// <summary>Takes a block for empty when its receipts cannot be had.</summary>
internal sealed class EmptySource(IChainSource inner) : ForwardingSource(inner)
{
    public override async Task<ObservedBlock> ReadBlockAsync(BlockHeader header, CancellationToken cancellationToken)
    {
        try
        {
            return await base.ReadBlockAsync(header, cancellationToken);
        }
        catch (EthereumRpcException)
        {
            return new ObservedBlock(BlockRef.Of(header), BlockRef.TimeOf(header), []);
        }
    }
}
