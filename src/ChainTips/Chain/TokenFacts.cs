using ChainTips.Ethereum.Primitives;

namespace ChainTips.Chain;

/// <summary>What a token's contract says of itself; a null is a call that the contract does not answer.</summary>
/// <param name="Name">The answer of <c>name()</c>.</param>
/// <param name="Decimals">The answer of <c>decimals()</c>.</param>
/// <param name="DomainSeparator">The answer of <c>DOMAIN_SEPARATOR()</c> (EIP-2612, EIP-712).</param>
public sealed record TokenFacts(string? Name, UInt256? Decimals, Hash32? DomainSeparator);
