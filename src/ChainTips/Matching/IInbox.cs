using ChainTips.Chain;
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

    /// <summary>The refused tips that concern a platform, newest first.</summary>
    /// <param name="platformId">The platform.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    Task<IReadOnlyList<RefusedTip>> ListAsync(Id<Platform> platformId, int limit, CancellationToken cancellationToken);
}
