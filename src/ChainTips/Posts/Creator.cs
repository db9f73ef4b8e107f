using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.Platforms;

namespace ChainTips.Posts;

/// <summary>A payee with posts.</summary>
/// <param name="Id">The creator's id.</param>
/// <param name="PlatformId">The platform that the creator belongs to.</param>
/// <param name="Name">A name for people, as it was given.</param>
/// <param name="Address">Where the money goes; the gateway never holds it.</param>
/// <param name="CreatedAt">When the creator was added.</param>
public sealed record Creator(
    Id<Creator> Id, Id<Platform> PlatformId, string Name, Address Address, DateTimeOffset CreatedAt) : IIdentified
{
    /// <inheritdoc/>
    public static string IdPrefix => "cr";
}
