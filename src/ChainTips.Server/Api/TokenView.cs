using ChainTips.Money;

namespace ChainTips.Server.Api;

/// <summary>A token: amounts beside it are whole base units, as strings.</summary>
/// <param name="ChainId">The chain (EIP-155).</param>
/// <param name="Address">The contract.</param>
/// <param name="Symbol">What people call it.</param>
/// <param name="Decimals">The decimal places: an amount divided by 10 to this power is in whole tokens.</param>
internal sealed record TokenView(ulong ChainId, string Address, string Symbol, int Decimals)
{
    public static TokenView Of(Token token) => new(token.ChainId, token.Address.ToString(), token.Symbol, token.Decimals);
}
