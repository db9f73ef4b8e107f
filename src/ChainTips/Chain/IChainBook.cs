using ChainTips.Ethereum.Primitives;

namespace ChainTips.Chain;

/// <summary>How far each chain was applied, as it is kept.</summary>
public interface IChainBook
{
    /// <summary>What is kept of a chain; null before its first contact.</summary>
    Task<FollowedChain?> FindAsync(ulong chainId, CancellationToken cancellationToken);

    /// <summary>The first block of a chain that can hold a payment which does not go through the contract; null as long as there is no post and no request.</summary>
    Task<BlockNumber?> FindDirectStartAsync(ulong chainId, CancellationToken cancellationToken);

    /// <summary>Keeps a chain at its first contact, with nothing applied.</summary>
    /// <param name="chainId">The chain.</param>
    /// <param name="genesisHash">The hash of block 0.</param>
    /// <param name="startBlock">The first block to read.</param>
    /// <param name="historyUntil">The newest block that was final before the gateway was first started; null if none was.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    Task AddAsync(
        ulong chainId, Hash32 genesisHash, BlockNumber startBlock, BlockNumber? historyUntil, CancellationToken cancellationToken);

    /// <summary>Keeps that a node calls a block safe, if it is one that was applied and can still be reverted, and newer than the safe one before.</summary>
    /// <remarks>A lower one takes nothing back: nodes differ. Only a reorg does, of the blocks that left.</remarks>
    Task MarkSafeAsync(ulong chainId, BlockRef safe, CancellationToken cancellationToken);

    /// <summary>Moves the cursor of a chain by the change that was applied.</summary>
    /// <param name="chainId">The chain.</param>
    /// <param name="update">The change.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <returns>The chain after the change.</returns>
    /// <exception cref="InvalidOperationException">The change does not follow the kept cursor; another writer moved it.</exception>
    Task<FollowedChain> MoveAsync(ulong chainId, ChainUpdate update, CancellationToken cancellationToken);
}
