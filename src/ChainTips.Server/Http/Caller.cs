using ChainTips.Identity;
using ChainTips.Platforms;

namespace ChainTips.Server.Http;

/// <summary>The platform that a request speaks for, as its key says.</summary>
/// <param name="PlatformId">The platform.</param>
internal sealed record Caller(Id<Platform> PlatformId)
{
    /// <summary>The claim that carries the platform's id.</summary>
    public const string PlatformClaim = "platform";

    /// <summary>Reads the caller of an endpoint that demands a key.</summary>
    public static ValueTask<Caller?> BindAsync(HttpContext context)
    {
        string? id = context.User.FindFirst(PlatformClaim)?.Value;
        return ValueTask.FromResult(id is null ? null : new Caller(Id<Platform>.Parse(id)));
    }
}
