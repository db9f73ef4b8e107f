using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.Platforms;
using ChainTips.Tips;

namespace ChainTips.Matching;

/// <summary>The tips that were credited to nobody, kept with the reason so that nothing disappears in silence.</summary>
public interface IInbox
{
    /// <summary>Keeps refused tips of one chain, each log in the same block once; those that have no room are counted.</summary>
    /// <param name="tips">The tips with the reasons.</param>
    /// <param name="platformId">The platform whose references they name or whose creators they pay.</param>
    /// <param name="limits">How many have room.</param>
    /// <param name="areFinal">Whether their blocks can never leave the chain.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    Task AddAsync(IReadOnlyList<RefusedTip> tips, Id<Platform> platformId, InboxLimits limits, bool areFinal, CancellationToken cancellationToken);

    /// <summary>Takes out what was seen in blocks that left the chain, and what was counted in them.</summary>
    Task RevertAsync(ulong chainId, IReadOnlyList<BlockRef> blocks, CancellationToken cancellationToken);

    /// <summary>Adds up what was counted in blocks that can never leave the chain now, so that it takes no row for each block.</summary>
    Task SettleAsync(ulong chainId, BlockNumber upTo, CancellationToken cancellationToken);

    /// <summary>What was counted and is not listed, the newest stretch of blocks first.</summary>
    /// <param name="platformId">The platform.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    Task<IReadOnlyList<CountedRefusals>> ListCountedAsync(Id<Platform> platformId, int limit, CancellationToken cancellationToken);

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

    /// <summary>Puts a credited payment away that is listed because it is out of the ordinary; false when it was put away already.</summary>
    /// <param name="platformId">The platform.</param>
    /// <param name="transfer">Where the token's log stands.</param>
    /// <param name="note">Why.</param>
    /// <param name="now">When.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    Task<bool> DismissPaymentAsync(Id<Platform> platformId, LogPosition transfer, string note, DateTimeOffset now, CancellationToken cancellationToken);

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
