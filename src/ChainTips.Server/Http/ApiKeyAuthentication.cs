using System.Security.Claims;
using System.Text.Encodings.Web;
using ChainTips.Identity;
using ChainTips.Platforms;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace ChainTips.Server.Http;

/// <summary>Knows a platform by its key: <c>Authorization: Bearer key_….SECRET</c>.</summary>
internal sealed class ApiKeyAuthentication(
    IGatewayDatabase database, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>The name of the scheme.</summary>
    public const string SchemeName = "ApiKey";

    private const string Bearer = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        string header = Request.Headers.Authorization.ToString();
        if (header.Length == 0)
        {
            return AuthenticateResult.NoResult();
        }

        if (!header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            || !ApiKey.TrySplit(header[Bearer.Length..].Trim(), out Id<ApiKey> id, out byte[]? secret))
        {
            return AuthenticateResult.Fail("The Authorization header holds no key of this gateway.");
        }

        await using IGatewayTransaction transaction = await database.BeginReadAsync(Context.RequestAborted);
        ApiKey? key = await transaction.Platforms.FindKeyAsync(id, Context.RequestAborted);
        if (key is null || !key.IsOpenedBy(secret))
        {
            return AuthenticateResult.Fail("The key is not known, or it was revoked.");
        }

        ClaimsIdentity identity = new([new Claim(Caller.PlatformClaim, key.PlatformId.ToString())], SchemeName);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        AuthenticateResult result = await HandleAuthenticateOnceSafeAsync();
        Response.Headers.WWWAuthenticate = "Bearer";
        ApiProblem problem = result.Failure is null
            ? new ApiProblem(401, "key_missing", "This needs a key. Send it as 'Authorization: Bearer KEY'; the operator makes one with 'chaintips key create'.")
            : new ApiProblem(401, "key_invalid", $"{result.Failure.Message} Send 'Authorization: Bearer KEY' with a key from 'chaintips key create'.");
        await ProblemWriter.WriteAsync(Context, problem, Context.RequestAborted);
    }
}
