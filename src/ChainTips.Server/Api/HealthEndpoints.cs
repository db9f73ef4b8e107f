using ChainTips.Server.Configuration;
using ChainTips.Server.Following;

namespace ChainTips.Server.Api;

/// <summary><c>/health</c>: whether the process lives, and whether it is fit to serve.</summary>
internal static class HealthEndpoints
{
    private const ulong LargestLagBlocks = 30;
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(1);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/health/live", () => TypedResults.Ok(new HealthView("live", [])))
            .WithTags("Health").WithSummary("Whether the process lives");
        app.MapGet("/health/ready", ReadAsync)
            .WithTags("Health").WithSummary("Whether every chain is followed closely and the database answers")
            .Produces<HealthView>().Produces<HealthView>(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<IResult> ReadAsync(
        FollowedChains chains, IGatewayDatabase database, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using IGatewayTransaction transaction = await database.BeginReadAsync(cancellationToken);
        await transaction.Platforms.ReadLocalAsync(cancellationToken);
        string[] faults = [.. chains.All.Select(chain => FindFault(chain, chains.StatusOf(chain.Settings.ChainId), clock)).OfType<string>()];
        return faults.Length == 0
            ? TypedResults.Ok(new HealthView("ready", []))
            : TypedResults.Json(new HealthView("not_ready", faults), statusCode: StatusCodes.Status503ServiceUnavailable);
    }

    private static string? FindFault(ConfiguredChain chain, ChainStatus status, TimeProvider clock)
    {
        ulong id = chain.Settings.ChainId;
        TimeSpan patience = LongestSilence + chain.PollInterval;
        return status switch
        {
            // Another gateway follows and answers for the node; this one serves what that one writes.
            { IsVerified: true, IsLeading: false, Fault: null } => null,
            { Fault: string fault } when !status.IsVerified || IsSilent(status, clock, patience) => $"Chain {id}: {fault}",
            _ when IsSilent(status, clock, patience) => $"Chain {id}: the node has not answered for more than {patience}.",
            { Missing: not null } => $"Chain {id}: the past of tokens that were allowed later is read first; {status.MissingBlocks} blocks are missing.",
            { LagBlocks: > LargestLagBlocks } => $"Chain {id}: {status.LagBlocks} blocks are not applied yet.",
            _ => null,
        };
    }

    private static bool IsSilent(ChainStatus status, TimeProvider clock, TimeSpan patience) =>
        status.LastAnswerAt is not DateTimeOffset last || clock.GetUtcNow() - last > patience;
}

/// <summary>How the gateway is.</summary>
/// <param name="Status"><c>live</c>, <c>ready</c> or <c>not_ready</c>.</param>
/// <param name="Faults">What is wrong, a sentence each.</param>
internal sealed record HealthView(string Status, IReadOnlyList<string> Faults);
