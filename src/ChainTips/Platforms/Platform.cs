using ChainTips.Identity;

namespace ChainTips.Platforms;

/// <summary>The site or app that a gateway serves; every creator, post, request and payment belongs to one.</summary>
/// <param name="Id">The platform's id.</param>
/// <param name="Name">A name for people.</param>
public sealed record Platform(Id<Platform> Id, string Name) : IIdentified
{
    /// <inheritdoc/>
    public static string IdPrefix => "pl";
}
