using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.Money;
using ChainTips.Platforms;
using ChainTips.Posts;
using ChainTips.Tips;

namespace ChainTips.PaymentRequests;

/// <summary>An ask: who is to be paid, how much of which token, for what, until when. Its terms never change.</summary>
/// <param name="Id">The request's id.</param>
/// <param name="PlatformId">The platform that made it.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="CreatorId">Who is paid.</param>
/// <param name="PostId">For which post; null when it is for the creator alone.</param>
/// <param name="Payee">The creator's address when the request was made.</param>
/// <param name="Token">The token that is asked for, on its chain.</param>
/// <param name="Amount">How much is asked for.</param>
/// <param name="Description">What it is for, as it was given; empty when it was not said.</param>
/// <param name="Reference">What names the request on the chain.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">From when on a payment is late, by the time of its block.</param>
public sealed record PaymentRequest(
    Id<PaymentRequest> Id,
    Id<Platform> PlatformId,
    PaymentRequestKind Kind,
    Id<Creator> CreatorId,
    Id<Post>? PostId,
    Address Payee,
    Token Token,
    AskedAmount Amount,
    string Description,
    PaymentReference Reference,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt) : IIdentified
{
    /// <inheritdoc/>
    public static string IdPrefix => "pr";

    /// <summary>What it pays back, and who does; null for every request but a refund.</summary>
    public RefundTerms? Refund { get; init; }

    /// <summary>Between whom the money is divided, as it was when the request was made; null when it is all the creator's.</summary>
    public CreatorSplit? Payees { get; init; }

    /// <summary>Who is paid how much of it, at which addresses.</summary>
    public Split Split => Payees?.Split ?? Split.AllTo(Payee);

    /// <summary>The basket that it is an item of; null for every other request.</summary>
    public Id<PaymentRequest>? Basket { get; init; }

    /// <summary>What a payment of it is made of: one part, or one for each payee, exact to the unit; one who would be paid nothing is left out.</summary>
    public IReadOnlyList<TipPart> PartsOf(UInt128 baseUnits) =>
    [
        .. Split.Payees.Zip(Split.Divide(baseUnits), (payee, part) => new TipPart(payee, part, Reference.Value)).Where(part => part.BaseUnits > 0),
    ];

    /// <summary>The address of the request's forwarder, which can pay nobody but its payees; null on a chain without a factory.</summary>
    public Address? DepositAddress { get; init; }
}
