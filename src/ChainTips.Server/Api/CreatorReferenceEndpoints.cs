using ChainTips.Posts;
using ChainTips.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ChainTips.Server.Api;

/// <summary><c>/v1/creators/{id}/reference</c>: what a tip for a creator alone names on the chain. It never expires and takes any amount.</summary>
internal static class CreatorReferenceEndpoints
{
    public static void Map(RouteGroupBuilder v1)
    {
        RouteGroupBuilder reference = v1.MapGroup("/creators/{id}/reference").WithTags("Creators").NeedsKey();
        reference.MapPost("/", CreateAsync).WithSummary("Get the standing reference of a creator, made now if there is none").CreatesOnce<CreatorReferenceView>();
        reference.MapGet("/", ReadAsync).WithSummary("Read the standing reference of a creator").Answers(404);
    }

    /// <summary>What a creator is tipped for alone.</summary>
    /// <exception cref="ApiProblem">There is no such creator, or no reference was made yet.</exception>
    public static async Task<Post> DemandAsync(IGatewayTransaction transaction, Caller caller, string? id, CancellationToken cancellationToken)
    {
        Creator creator = await CreatorEndpoints.DemandAsync(transaction, caller, id, cancellationToken);
        return await transaction.Posts.FindOfCreatorAsync(caller.PlatformId, creator.Id, cancellationToken)
            ?? throw ApiProblem.NotFound("creator_reference_unknown", $"The creator '{creator.Id}' has no standing reference yet. POST /v1/creators/{creator.Id}/reference makes it.");
    }

    private static Task<ContentHttpResult> CreateAsync(
        HttpContext http, Caller caller, string id, IdempotentWriter writer, TimeProvider clock) =>
        writer.CreateAsync(http, caller, async (transaction, cancellationToken) =>
        {
            Creator creator = await CreatorEndpoints.DemandAsync(transaction, caller, id, cancellationToken);
            Post? standing = await transaction.Posts.FindOfCreatorAsync(caller.PlatformId, creator.Id, cancellationToken);
            if (standing is null)
            {
                standing = Post.OfCreator(creator, clock.GetUtcNow());
                await transaction.Posts.AddPostAsync(standing, cancellationToken);
            }

            return CreatorReferenceView.Of(creator, standing);
        });

    private static async Task<CreatorReferenceView> ReadAsync(
        Caller caller, string id, IGatewayDatabase database, CancellationToken cancellationToken)
    {
        await using IGatewayTransaction transaction = await database.BeginReadAsync(cancellationToken);
        Post standing = await DemandAsync(transaction, caller, id, cancellationToken);
        return CreatorReferenceView.Of(await CreatorEndpoints.DemandAsync(transaction, caller, id, cancellationToken), standing);
    }
}

/// <summary>What a tip for a creator alone names.</summary>
/// <param name="Creator">The creator's id.</param>
/// <param name="Payee">Where the money goes.</param>
/// <param name="PaymentReference">What a tip names on the chain, by the tipping contract or behind a transfer's arguments.</param>
/// <param name="CreatedAt">When it was made.</param>
internal sealed record CreatorReferenceView(string Creator, string Payee, string PaymentReference, DateTimeOffset CreatedAt)
{
    public static CreatorReferenceView Of(Creator creator, Post standing) => new(
        creator.Id.ToString(), creator.Address.ToString(), standing.Reference.Value.ToString(), standing.CreatedAt);
}
