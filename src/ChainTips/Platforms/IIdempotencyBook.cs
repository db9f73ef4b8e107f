using ChainTips.Identity;

namespace ChainTips.Platforms;

/// <summary>The answers kept for repeated requests; written in the transaction of the effect itself.</summary>
public interface IIdempotencyBook
{
    /// <summary>The answer given to this key of this platform, or null.</summary>
    Task<IdempotentAnswer?> FindAsync(Id<Platform> platformId, string key, CancellationToken cancellationToken);

    /// <summary>Keeps an answer.</summary>
    Task AddAsync(
        Id<Platform> platformId, string key, IdempotentAnswer answer, DateTimeOffset now, CancellationToken cancellationToken);
}
