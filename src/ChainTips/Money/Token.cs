using ChainTips.Ethereum.Primitives;

namespace ChainTips.Money;

/// <summary>A stablecoin that the operator allows on one chain. It is known by its address; a symbol proves nothing.</summary>
/// <param name="ChainId">The chain that the token lives on (EIP-155).</param>
/// <param name="Address">The token's contract.</param>
/// <param name="Symbol">What people call it.</param>
/// <param name="Decimals">How many decimal places a base unit stands below one whole token, 0 to 36.</param>
public sealed record Token(ulong ChainId, Address Address, string Symbol, int Decimals)
{
    /// <summary>The most decimal places that a token may have here: one whole token still fits in 128 bits.</summary>
    public const int MaxDecimals = 36;

    /// <summary>How many decimal places a base unit stands below one whole token.</summary>
    public int Decimals { get; init; } = Decimals is >= 0 and <= MaxDecimals
        ? Decimals
        : throw new ArgumentOutOfRangeException(nameof(Decimals), Decimals, $"A token has 0 to {MaxDecimals} decimals.");
}
