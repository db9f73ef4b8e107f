using ChainTips.Server.Configuration;

namespace ChainTips.Server.Api;

/// <summary><c>/.well-known/chaintips.json</c>: who signs this gateway's receipts.</summary>
internal static class WellKnownEndpoint
{
    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/.well-known/chaintips.json", Read)
        .WithTags("Receipts").WithSummary("Who signs this gateway's receipts");

    private static WellKnownView Read(GatewaySigner signer, GatewayConfiguration configuration) => new(
        signer.Address.ToString(),
        [.. configuration.Chains.Select(chain => new RouterView(chain.Settings.ChainId, chain.Settings.Router.ToString()))]);
}

/// <summary>Who signs this gateway's receipts.</summary>
/// <param name="Signer">The address of the gateway's key.</param>
/// <param name="Routers">The tipping contract of each chain.</param>
internal sealed record WellKnownView(string Signer, IReadOnlyList<RouterView> Routers);

/// <summary>The tipping contract of a chain.</summary>
/// <param name="ChainId">The chain (EIP-155).</param>
/// <param name="Router">The contract.</param>
internal sealed record RouterView(ulong ChainId, string Router);
