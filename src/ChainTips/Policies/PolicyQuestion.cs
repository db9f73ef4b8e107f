using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.Money;
using ChainTips.Platforms;
using ChainTips.Posts;

namespace ChainTips.Policies;

/// <summary>A payment that somebody thinks of making.</summary>
/// <param name="PlatformId">The platform that it would belong to.</param>
/// <param name="CreatorId">Whom it would be for.</param>
/// <param name="Payees">The addresses that would receive money; at least one.</param>
/// <param name="Amount">How much, and in which token.</param>
public sealed record PolicyQuestion(Id<Platform> PlatformId, Id<Creator> CreatorId, IReadOnlyList<Address> Payees, TokenAmount Amount)
{
    /// <summary>Who would pay; null while nobody knows, and then no rule of payers is asked.</summary>
    public Address? Payer { get; init; }

    /// <summary>How much is paid at once with it, in a basket; null when it is paid alone. The gas is judged by that.</summary>
    public TokenAmount? Whole { get; init; }

    /// <summary>How it would be paid; null while it is not chosen.</summary>
    public PaymentWay? Way { get; init; }
}
