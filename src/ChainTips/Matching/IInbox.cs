using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.Platforms;
using ChainTips.Tips;

namespace ChainTips.Matching;

/// <summary>The tips that were credited to nobody, kept with the reason so that nothing disappears in silence.</summary>
public interface IInbox
{
    /// <summary>Keeps a refused tip; the same log in the same block is kept once.</summary>
    /// <param name="tip">The tip with the reason.</param>
    /// <param name="platformId">The platform whose reference it names or whose creator it pays.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    Task AddAsync(RefusedTip tip, Id<Platform> platformId, CancellationToken cancellationToken);

    /// <summary>Takes out what was seen in blocks that left the chain.</summary>
    Task RevertAsync(ulong chainId, IReadOnlyList<BlockRef> blocks, CancellationToken cancellationToken);

    /// <summary>Takes out what was refused only because its token, or the contract that it came through, did not count then.</summary>
    /// <param name="chainId">The chain.</param>
    /// <param name="contract">The contract that counts now.</param>
    /// <param name="token">The token that counts now.</param>
    /// <param name="first">The first block to look at.</param>
    /// <param name="last">The last block to look at.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    Task TakeOutAsync(
        ulong chainId, Address contract, Address token, BlockNumber first, BlockNumber last, CancellationToken cancellationToken);

    /// <summary>Puts an item away; false when the inbox has no such item that is open.</summary>
    /// <param name="platformId">The platform.</param>
    /// <param name="location">Where its log stands.</param>
    /// <param name="note">Why.</param>
    /// <param name="now">When.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    Task<bool> DismissAsync(Id<Platform> platformId, LogPosition location, string note, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>The refused tips that concern a platform and wait for a decision, newest first: neither dismissed nor decided.</summary>
    /// <param name="platformId">The platform.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    Task<IReadOnlyList<RefusedTip>> ListAsync(Id<Platform> platformId, int limit, CancellationToken cancellationToken);

    /// <summary>The payees who could not be paid for some references, in the order in which it was seen.</summary>
    Task<IReadOnlyList<RefusedTip>> ListFailuresAsync(IReadOnlyCollection<Hash32> paymentReferences, CancellationToken cancellationToken);

    /// <summary>The transfers that were booked in doubt and wait for a decision, newest first, in the same form.</summary>
    /// <param name="platformId">The platform.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    Task<IReadOnlyList<RefusedTip>> ListDoubtsAsync(Id<Platform> platformId, int limit, CancellationToken cancellationToken);
}
