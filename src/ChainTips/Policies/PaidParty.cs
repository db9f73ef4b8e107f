using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;

namespace ChainTips.Policies;

/// <summary>Somebody whose payments are summed up. The cases are all there are.</summary>
public abstract record PaidParty
{
    private PaidParty()
    {
    }

    /// <summary>What a payer paid on a platform; what he pays on another one is that one's matter.</summary>
    /// <param name="PlatformId">The platform.</param>
    /// <param name="Address">The payer's address.</param>
    public sealed record Payer(Id<Platforms.Platform> PlatformId, Address Address) : PaidParty;

    /// <summary>What a creator was paid.</summary>
    /// <param name="Id">The creator.</param>
    public sealed record Creator(Id<Posts.Creator> Id) : PaidParty;

    /// <summary>What was paid on a platform.</summary>
    /// <param name="Id">The platform.</param>
    public sealed record Platform(Id<Platforms.Platform> Id) : PaidParty;
}
