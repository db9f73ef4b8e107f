using ChainTips.Ethereum.Primitives;

namespace ChainTips.Chain;

/// <summary>How far each chain was applied, as it is kept.</summary>
public interface IChainBook
{
    /// <summary>What is kept of a chain; null before its first contact.</summary>
    Task<FollowedChain?> FindAsync(ulong chainId, CancellationToken cancellationToken);

    /// <summary>Keeps a chain at its first contact, with nothing applied.</summary>
    Task AddAsync(ulong chainId, Hash32 genesisHash, BlockNumber startBlock, CancellationToken cancellationToken);

    /// <summary>Moves the cursor of a chain by the change that was applied.</summary>
    /// <param name="chainId">The chain.</param>
    /// <param name="update">The change.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <exception cref="InvalidOperationException">The change does not follow the kept cursor; another writer moved it.</exception>
    Task MoveAsync(ulong chainId, ChainUpdate update, CancellationToken cancellationToken);
}
