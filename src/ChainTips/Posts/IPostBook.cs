using ChainTips.Identity;
using ChainTips.Platforms;

namespace ChainTips.Posts;

/// <summary>The creators and their posts, as they are kept. Nothing of one platform is found by another.</summary>
public interface IPostBook
{
    /// <summary>Keeps a new creator.</summary>
    Task AddCreatorAsync(Creator creator, CancellationToken cancellationToken);

    /// <summary>A creator of the platform, or null.</summary>
    Task<Creator?> FindCreatorAsync(Id<Platform> platformId, Id<Creator> id, CancellationToken cancellationToken);

    /// <summary>The creators of the platform, newest first.</summary>
    Task<Page<Creator>> ListCreatorsAsync(Id<Platform> platformId, PageRequest<Creator> page, CancellationToken cancellationToken);

    /// <summary>Keeps a new post.</summary>
    Task AddPostAsync(Post post, CancellationToken cancellationToken);

    /// <summary>What a creator of the platform is tipped for alone, or null.</summary>
    Task<Post?> FindOfCreatorAsync(Id<Platform> platformId, Id<Creator> creatorId, CancellationToken cancellationToken);

    /// <summary>A post of the platform, or null.</summary>
    Task<Post?> FindPostAsync(Id<Platform> platformId, Id<Post> id, CancellationToken cancellationToken);

    /// <summary>The posts of the platform, newest first.</summary>
    Task<Page<Post>> ListPostsAsync(Id<Platform> platformId, PageRequest<Post> page, CancellationToken cancellationToken);
}
