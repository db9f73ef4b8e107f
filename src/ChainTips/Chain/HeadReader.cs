using ChainTips.Ethereum.JsonRpc;

namespace ChainTips.Chain;

/// <summary>
/// Reads the newest blocks of a node in one question. Which finality tags the node has is found out at first, each asked
/// for alone, and again after every failure and whenever the node is checked.
/// </summary>
/// <param name="rpc">The node.</param>
/// <param name="rule">The chain's rule, which may not need the tags.</param>
/// <param name="check">What says whether a header is believed.</param>
internal sealed class HeadReader(EthereumRpc rpc, FinalityRule rule, HeaderCheck check)
{
    /// <summary>After so many looks at a node without its tag the tag is asked for again: the refusal may have passed.</summary>
    private const int LooksBetweenProbes = 8;

    private volatile TagSupport? _tags;
    private int _looks;

    /// <summary>Which tags the node has is to be found out again: one that was still syncing may have them now.</summary>
    public void Forget() => _tags = null;

    /// <summary>Reads the newest blocks.</summary>
    public async Task<ChainHeads> ReadAsync(CancellationToken cancellationToken)
    {
        TagSupport tags = await FindTagsAsync(cancellationToken);
        _tags = null;
        List<BlockTag> asked = [BlockTag.Latest];
        AddIf(tags.HasSafe, BlockTag.Safe);
        AddIf(tags.HasFinalized, BlockTag.Finalized);
        IReadOnlyList<BlockHeader?> headers = await rpc.GetBlocksAsync(asked, cancellationToken);
        BlockHeader head = check.Demand(headers[0]
            ?? throw MalformedResponseException.OfAnswer("eth_getBlockByNumber", "is null for the latest block"));
        BlockHeader? safe = Of(BlockTag.Safe);
        BlockHeader? finalized = Of(BlockTag.Finalized);
        _tags = tags;
        return new ChainHeads(
            head,
            safe is null ? null : BlockRef.Of(safe),
            finalized is null ? null : BlockRef.Of(finalized),
            tags.HasFinalized && finalized is null ? "the node says null for the finalized block" : tags.Reason);

        void AddIf(bool isThere, BlockTag tag)
        {
            if (isThere)
            {
                asked.Add(tag);
            }
        }

        BlockHeader? Of(BlockTag tag) =>
            asked.IndexOf(tag) is int place and >= 0 && headers[place] is BlockHeader header ? check.Demand(header) : null;
    }

    /// <summary>The tag by which the node names its newest final block, and how many confirmations that block must have by it.</summary>
    public async Task<FinalityWitness> FindWitnessAsync(CancellationToken cancellationToken)
    {
        switch (rule)
        {
            case FinalityRule.Confirmations { Count: int count }:
                return new FinalityWitness(BlockTag.Latest, count);
            case FinalityRule.Tags { Fallback: int fallback }:
                TagSupport tags = await FindTagsAsync(cancellationToken);
                _tags = tags;
                return tags.HasFinalized ? new FinalityWitness(BlockTag.Finalized, 1) : new FinalityWitness(BlockTag.Latest, fallback);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private async Task<TagSupport> FindTagsAsync(CancellationToken cancellationToken)
    {
        bool isOld = rule is FinalityRule.Tags && _tags is { HasFinalized: false } && Interlocked.Increment(ref _looks) % LooksBetweenProbes == 0;
        return _tags is TagSupport known && !isOld ? known : await ProbeAsync(cancellationToken);
    }

    private async Task<TagSupport> ProbeAsync(CancellationToken cancellationToken)
    {
        if (rule is not FinalityRule.Tags)
        {
            return new TagSupport(false, false, null);
        }

        string? finalized = await FindRefusalAsync(BlockTag.Finalized, cancellationToken);
        string? safe = await FindRefusalAsync(BlockTag.Safe, cancellationToken);
        return new TagSupport(safe is null, finalized is null, finalized);
    }

    /// <summary>Why a tag cannot be gone by; null if it can. A failure that may pass is none of the tag.</summary>
    private async Task<string?> FindRefusalAsync(BlockTag tag, CancellationToken cancellationToken)
    {
        try
        {
            return await rpc.GetBlockAsync(tag, cancellationToken) is null ? "the node says null for the finalized block" : null;
        }
        catch (JsonRpcErrorException error) when (
            error.Kind is RpcErrorKind.UnknownBlock or RpcErrorKind.MethodMissing or RpcErrorKind.Other)
        {
            return $"the node has no finalized block: error {error.Code}";
        }
    }

    private sealed record TagSupport(bool HasSafe, bool HasFinalized, string? Reason);
}
