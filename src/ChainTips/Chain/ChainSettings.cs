using ChainTips.Ethereum.Primitives;
using ChainTips.Money;

namespace ChainTips.Chain;

/// <summary>A chain as the operator set it up.</summary>
/// <param name="Profile">What is known of the chain.</param>
/// <param name="Router">The address of the tipping contract, <c>TipRouter</c>.</param>
/// <param name="StartBlock">The first block to read; the router's deployment or later.</param>
/// <param name="Tokens">The tokens that may be credited; at least one.</param>
public sealed record ChainSettings(
    ChainProfile Profile,
    Address Router,
    BlockNumber StartBlock,
    IReadOnlyList<AllowedToken> Tokens)
{
    /// <summary>The chain's id.</summary>
    public ulong ChainId => Profile.ChainId;

    /// <summary>The allowed token at an address, or null.</summary>
    public Token? FindToken(Address address) => Tokens.FirstOrDefault(allowed => allowed.Token.Address == address)?.Token;
}
