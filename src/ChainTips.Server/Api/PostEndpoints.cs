using ChainTips.Identity;
using ChainTips.Posts;
using ChainTips.Server.Http;
using ChainTips.Tips;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ChainTips.Server.Api;

/// <summary><c>/v1/posts</c>: what can be tipped.</summary>
internal static class PostEndpoints
{
    public static void Map(RouteGroupBuilder v1)
    {
        RouteGroupBuilder posts = v1.MapGroup("/posts").WithTags("Posts").NeedsKey();
        posts.MapPost("/", CreateAsync).WithSummary("Add a post").CreatesOnce<PostView>();
        posts.MapGet("/", ListAsync).WithSummary("List posts").Answers(400);
        posts.MapGet("/{id}", ReadAsync).WithSummary("Read a post").Answers(404);
    }

    /// <summary>Reads a post that a request names.</summary>
    public static async Task<Post> DemandAsync(
        IGatewayTransaction transaction, Caller caller, string? text, CancellationToken cancellationToken)
    {
        Id<Post> id = RequestReader.ReadId<Post>(text, "post_unknown", "post");
        return await transaction.Posts.FindPostAsync(caller.PlatformId, id, cancellationToken)
            ?? throw RequestReader.Missing(id, "post_unknown", "post");
    }

    private static Task<ContentHttpResult> CreateAsync(
        HttpContext http, Caller caller, NewPost body, IdempotentWriter writer, TimeProvider clock) =>
        writer.CreateAsync(http, caller, async (transaction, cancellationToken) =>
        {
            Creator creator = await CreatorEndpoints.DemandAsync(transaction, caller, body.Creator, cancellationToken);
            Id<Post> id = IdSource.Random<Post>();
            Post post = new(
                id,
                caller.PlatformId,
                creator.Id,
                RequestReader.ReadText(body.Title, "title", 300),
                RequestReader.ReadUrl(body.Url, "url"),
                PaymentReference.Create(id.ToString()),
                clock.GetUtcNow())
            {
                Payees = await PayeesReader.ReadAsync(transaction, caller, creator, body.Payees, cancellationToken),
            };
            await transaction.Posts.AddPostAsync(post, cancellationToken);
            return PostView.Of(post);
        });

    private static async Task<ListView<PostView>> ListAsync(
        Caller caller, string? limit, string? after, IGatewayDatabase database, CancellationToken cancellationToken)
    {
        await using IGatewayTransaction transaction = await database.BeginReadAsync(cancellationToken);
        Page<Post> page = await transaction.Posts.ListPostsAsync(
            caller.PlatformId, RequestReader.ReadPage<Post>(limit, after), cancellationToken);
        return ListView<PostView>.Of(page, PostView.Of, post => post.Id.ToString());
    }

    private static async Task<PostView> ReadAsync(
        Caller caller, string id, IGatewayDatabase database, CancellationToken cancellationToken)
    {
        await using IGatewayTransaction transaction = await database.BeginReadAsync(cancellationToken);
        return PostView.Of(await DemandAsync(transaction, caller, id, cancellationToken));
    }
}

/// <summary>A post to add.</summary>
/// <param name="Creator">The id of the creator that is paid.</param>
/// <param name="Title">A title for people, 1 to 300 characters.</param>
/// <param name="Url">Where the post is published; may be left out.</param>
/// <param name="Payees">Between whom its money is divided, the creator among them, 20 at most; left out, all is the creator's.</param>
internal sealed record NewPost(string? Creator, string? Title, string? Url, IReadOnlyList<NewPayee>? Payees = null);

/// <summary>A post.</summary>
/// <param name="Id">The post's id.</param>
/// <param name="Creator">The id of the creator that is paid.</param>
/// <param name="Title">A title for people.</param>
/// <param name="Url">Where the post is published.</param>
/// <param name="Payees">Between whom the money of its payment requests is divided; none when all is the creator's.</param>
/// <param name="PaymentReference">What a tip for this post names on the chain. It never expires and takes any amount.</param>
/// <param name="CreatedAt">When the post was added.</param>
internal sealed record PostView(
    string Id, string Creator, string Title, string? Url, IReadOnlyList<PayeeView> Payees, string PaymentReference, DateTimeOffset CreatedAt)
{
    public static PostView Of(Post post) => new(
        post.Id.ToString(), post.CreatorId.ToString(), post.Title, post.Url?.AbsoluteUri, PayeeView.Of(post.Payees), post.Reference.Value.ToString(), post.CreatedAt);
}
