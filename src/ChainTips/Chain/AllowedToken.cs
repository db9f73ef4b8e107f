using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.TypedData;
using ChainTips.Money;

namespace ChainTips.Chain;

/// <summary>A token that may be credited, with what its contract must say of itself.</summary>
/// <param name="Token">The token.</param>
/// <param name="Name">What <c>name()</c> answers; it is also the name of the EIP-712 domain.</param>
/// <param name="DomainVersion">The version of the EIP-712 domain; null for a token that signs nothing.</param>
public sealed record AllowedToken(Token Token, string Name, string? DomainVersion)
{
    /// <summary>Payments of less, in base units, are booked as one sum for each block and what they were for; 0 when each has a row of its own.</summary>
    public UInt128 SumBelow { get; init; }

    /// <summary>What <c>DOMAIN_SEPARATOR()</c> must answer (EIP-712); null for a token that signs nothing.</summary>
    public Hash32? DomainSeparator => DomainVersion is null
        ? null
        : new Eip712Domain(Name, DomainVersion, Token.ChainId, Token.Address).Separator();
}
