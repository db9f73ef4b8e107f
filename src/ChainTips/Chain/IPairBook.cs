namespace ChainTips.Chain;

/// <summary>Which tokens through which contracts were ever credited, and how far each was read.</summary>
public interface IPairBook
{
    /// <summary>The pairs of a chain, those that are not configured any more too.</summary>
    Task<IReadOnlyList<FollowedPair>> ListAsync(ulong chainId, CancellationToken cancellationToken);

    /// <summary>Keeps how far a pair was read.</summary>
    Task SetAsync(ulong chainId, FollowedPair pair, CancellationToken cancellationToken);

    /// <summary>Keeps from which block on small payments of a token are summed up.</summary>
    Task SetSumLimitAsync(ulong chainId, SumLimit limit, CancellationToken cancellationToken);
}
