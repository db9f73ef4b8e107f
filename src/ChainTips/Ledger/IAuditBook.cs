using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.Platforms;

namespace ChainTips.Ledger;

/// <summary>The books as an audit reads them: all platforms, row by row, believing none of the rows.</summary>
public interface IAuditBook
{
    /// <summary>What the database finds wrong with its own storage, a sentence each.</summary>
    Task<IReadOnlyList<string>> FindDamageAsync(CancellationToken cancellationToken);

    /// <summary>All platforms, oldest first.</summary>
    Task<IReadOnlyList<Id<Platform>>> ListPlatformsAsync(CancellationToken cancellationToken);

    /// <summary>The posts and payment requests whose kept payment reference is not the one that their id and salt give, a sentence each.</summary>
    Task<IReadOnlyList<string>> FindFalseReferencesAsync(CancellationToken cancellationToken);

    /// <summary>How far the hash chains of a chain have come.</summary>
    Task<IReadOnlyList<LedgerHead>> ReadHeadsAsync(ulong chainId, CancellationToken cancellationToken);

    /// <summary>Settled entries of a chain as their rows say, in the order in which they are chained.</summary>
    /// <param name="chainId">The chain.</param>
    /// <param name="after">The number of the last one that was read; 0 to begin.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    Task<IReadOnlyList<SettledEntry>> ListSettledAsync(ulong chainId, long after, int limit, CancellationToken cancellationToken);

    /// <summary>The payments in some blocks of a chain that count, pending and settled, in the order of the chain.</summary>
    Task<IReadOnlyList<BookedPayment>> ListCountingAsync(
        ulong chainId, BlockNumber first, BlockNumber last, CancellationToken cancellationToken);
}
