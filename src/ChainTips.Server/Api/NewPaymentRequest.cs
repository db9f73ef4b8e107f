namespace ChainTips.Server.Api;

/// <summary>A payment request to make. Either a post or a creator is named.</summary>
/// <param name="Post">The id of the post to pay for; its creator is paid.</param>
/// <param name="Creator">The id of the creator to pay, when it is for no post.</param>
/// <param name="ChainId">The chain to pay on; may be left out when one is configured.</param>
/// <param name="Token">The address of the token to pay with; may be left out when one is allowed on the chain.</param>
/// <param name="Amount">Exactly how much, in base units. Left out, the payer chooses.</param>
/// <param name="Minimum">The least that the payer may choose, in base units; 1 when left out.</param>
/// <param name="Maximum">The most that the payer may choose, in base units; no limit when left out.</param>
/// <param name="Tolerance">How much of the amount may be missing, in base units, below the amount; nothing when left out.</param>
/// <param name="Description">What it is for, up to 500 characters; the post's title when left out.</param>
/// <param name="ExpiresAt">When it expires, RFC 3339; a day from now when left out.</param>
/// <param name="Kind"><c>tip</c>, <c>unlock</c> (a fixed amount) or <c>basket</c>; a tip when left out.</param>
/// <param name="Items">The items of a basket, 1 to 200, each with its own amount; then no post, creator or amount is sent beside them.</param>
internal sealed record NewPaymentRequest(
    string? Post,
    string? Creator,
    ulong? ChainId,
    string? Token,
    string? Amount,
    string? Minimum,
    string? Maximum,
    string? Tolerance,
    string? Description,
    DateTimeOffset? ExpiresAt,
    string? Kind,
    IReadOnlyList<NewBasketItem?>? Items = null);

/// <summary>An item of a basket to ask for. Either a post or a creator is named.</summary>
/// <param name="Post">The id of the post to pay for.</param>
/// <param name="Creator">The id of the creator to pay.</param>
/// <param name="Amount">Exactly how much, in base units.</param>
/// <param name="Description">What it is for, up to 500 characters; the post's title when left out.</param>
internal sealed record NewBasketItem(string? Post, string? Creator, string? Amount, string? Description);
