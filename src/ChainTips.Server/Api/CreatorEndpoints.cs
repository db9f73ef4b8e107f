using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.PaymentRequests;
using ChainTips.Posts;
using ChainTips.Server.Following;
using ChainTips.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ChainTips.Server.Api;

/// <summary><c>/v1/creators</c>: who is paid.</summary>
internal static class CreatorEndpoints
{
    public static void Map(RouteGroupBuilder v1)
    {
        RouteGroupBuilder creators = v1.MapGroup("/creators").WithTags("Creators").NeedsKey();
        creators.MapPost("/", CreateAsync).WithSummary("Add a creator").CreatesOnce<CreatorView>();
        creators.MapGet("/", ListAsync).WithSummary("List creators").Answers(400);
        creators.MapGet("/{id}", ReadAsync).WithSummary("Read a creator").Answers(404);
    }

    /// <summary>Reads a creator that a request names.</summary>
    public static async Task<Creator> DemandAsync(
        IGatewayTransaction transaction, Caller caller, string? text, CancellationToken cancellationToken)
    {
        Id<Creator> id = RequestReader.ReadId<Creator>(text, "creator_unknown", "creator");
        return await transaction.Posts.FindCreatorAsync(caller.PlatformId, id, cancellationToken)
            ?? throw RequestReader.Missing(id, "creator_unknown", "creator");
    }

    private static Task<ContentHttpResult> CreateAsync(
        HttpContext http, Caller caller, NewCreator body, IdempotentWriter writer, FollowedChains chains, TimeProvider clock) =>
        writer.CreateAsync(http, caller, async (transaction, cancellationToken) =>
        {
            Creator creator = new(
                IdSource.Random<Creator>(),
                caller.PlatformId,
                RequestReader.ReadText(body.Name, "name", 200),
                await ReadPayeeAsync(transaction, body.Address, chains, cancellationToken),
                clock.GetUtcNow());
            await transaction.Posts.AddCreatorAsync(creator, cancellationToken);
            return CreatorView.Of(creator);
        });

    private static async Task<Address> ReadPayeeAsync(
        IGatewayTransaction transaction, string? text, FollowedChains chains, CancellationToken cancellationToken)
    {
        Address address = RequestReader.ReadAddress(text, "address");
        if (chains.All.Any(chain => chain.Settings.IsContract(address)))
        {
            throw ApiProblem.Invalid("address_unpayable", $"address: {address} is one of the gateway's contracts or a token; money sent there is lost. Send the creator's own address.");
        }

        IReadOnlyDictionary<Address, PaymentRequest> deposits = await transaction.References.FindForwardersAsync([address], cancellationToken);
        return deposits.TryGetValue(address, out PaymentRequest? request)
            ? throw ApiProblem.Invalid(
                "address_is_deposit_address", $"address: {address} is the deposit address of {request.Id}, and divided money is not divided again. Send the creator's own address.")
            : address;
    }

    private static async Task<ListView<CreatorView>> ListAsync(
        Caller caller, string? limit, string? after, IGatewayDatabase database, CancellationToken cancellationToken)
    {
        await using IGatewayTransaction transaction = await database.BeginReadAsync(cancellationToken);
        Page<Creator> page = await transaction.Posts.ListCreatorsAsync(
            caller.PlatformId, RequestReader.ReadPage<Creator>(limit, after), cancellationToken);
        return ListView<CreatorView>.Of(page, CreatorView.Of, creator => creator.Id.ToString());
    }

    private static async Task<CreatorView> ReadAsync(
        Caller caller, string id, IGatewayDatabase database, CancellationToken cancellationToken)
    {
        await using IGatewayTransaction transaction = await database.BeginReadAsync(cancellationToken);
        return CreatorView.Of(await DemandAsync(transaction, caller, id, cancellationToken));
    }
}

/// <summary>A creator to add.</summary>
/// <param name="Name">A name for people, 1 to 200 characters.</param>
/// <param name="Address">Where the money goes: an address that the creator holds the key of.</param>
internal sealed record NewCreator(string? Name, string? Address);

/// <summary>A creator.</summary>
/// <param name="Id">The creator's id.</param>
/// <param name="Name">A name for people.</param>
/// <param name="Address">Where the money goes.</param>
/// <param name="CreatedAt">When the creator was added.</param>
internal sealed record CreatorView(string Id, string Name, string Address, DateTimeOffset CreatedAt)
{
    public static CreatorView Of(Creator creator) =>
        new(creator.Id.ToString(), creator.Name, creator.Address.ToString(), creator.CreatedAt);
}
