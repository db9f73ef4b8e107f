using System.Globalization;

namespace ChainTips.Money;

/// <summary>An amount of one token in whole base units, below 2^128.</summary>
/// <remarks>The default value has no token and is not an amount; it is never stored.</remarks>
/// <param name="BaseUnits">The amount in base units: 1500000 is 1.50 of a token with 6 decimals.</param>
/// <param name="Token">The token.</param>
public readonly record struct TokenAmount(UInt128 BaseUnits, Token Token)
{
    /// <summary>The sum of two amounts of the same token.</summary>
    /// <exception cref="InvalidOperationException">The tokens differ.</exception>
    /// <exception cref="OverflowException">The sum does not fit in 128 bits.</exception>
    public static TokenAmount operator +(TokenAmount left, TokenAmount right) => left.Token == right.Token
        ? new TokenAmount(checked(left.BaseUnits + right.BaseUnits), left.Token)
        : throw new InvalidOperationException(
            $"{left.Token.Symbol} at {left.Token.Address} and {right.Token.Symbol} at {right.Token.Address} cannot be added.");

    /// <summary>The sum of two amounts of the same token.</summary>
    public TokenAmount Add(TokenAmount other) => this + other;

    /// <summary>The amount in whole tokens for people, with every decimal place: <c>1.500000 USDC</c>.</summary>
    public override string ToString() => $"{ToWholeTokens()} {Token.Symbol}";

    /// <summary>The amount in whole tokens with every decimal place and no symbol: <c>1.500000</c>.</summary>
    public string ToWholeTokens()
    {
        string digits = BaseUnits.ToString(CultureInfo.InvariantCulture).PadLeft(Token.Decimals + 1, '0');
        return Token.Decimals == 0 ? digits : $"{digits[..^Token.Decimals]}.{digits[^Token.Decimals..]}";
    }

    /// <summary>The amount for a heading: trailing zeros dropped, but never below two places (<c>1.50</c>, <c>0.001</c>).</summary>
    public string ToShortWholeTokens()
    {
        string full = ToWholeTokens();
        int point = full.IndexOf('.', StringComparison.Ordinal);
        if (point < 0)
        {
            return full;
        }

        int shortest = Math.Min(full.Length, point + 3);
        return string.Concat(full.AsSpan(0, shortest), full.AsSpan(shortest).TrimEnd('0'));
    }
}
