using ChainTips.Identity;

namespace ChainTips.Platforms;

/// <summary>The platforms and their keys, as they are kept.</summary>
public interface IPlatformBook
{
    /// <summary>The one local platform, which exists from the first start.</summary>
    Task<Platform> ReadLocalAsync(CancellationToken cancellationToken);

    /// <summary>Whether any key works at all.</summary>
    Task<bool> HasWorkingKeyAsync(CancellationToken cancellationToken);

    /// <summary>A key by its public part, or null.</summary>
    Task<ApiKey?> FindKeyAsync(Id<ApiKey> id, CancellationToken cancellationToken);

    /// <summary>All keys of a platform, oldest first.</summary>
    Task<IReadOnlyList<ApiKey>> ListKeysAsync(Id<Platform> platformId, CancellationToken cancellationToken);

    /// <summary>Keeps a new key.</summary>
    Task AddKeyAsync(ApiKey key, CancellationToken cancellationToken);

    /// <summary>Makes a key useless; false when there is no such key that works.</summary>
    Task<bool> RevokeKeyAsync(Id<ApiKey> id, DateTimeOffset now, CancellationToken cancellationToken);
}
