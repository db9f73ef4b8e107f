using ChainTips.Ethereum.Primitives;

namespace ChainTips.Money;

/// <summary>A stablecoin that the operator allows on one chain. It is known by its address; a symbol proves nothing.</summary>
/// <param name="ChainId">The chain that the token lives on (EIP-155).</param>
/// <param name="Address">The token's contract.</param>
/// <param name="Symbol">What people call it.</param>
/// <param name="Decimals">How many decimal places a base unit stands below one whole token, 0 to 36.</param>
public sealed record Token(ulong ChainId, Address Address, string Symbol, int Decimals);
