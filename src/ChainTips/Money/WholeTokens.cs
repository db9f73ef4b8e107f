using System.Globalization;

namespace ChainTips.Money;

/// <summary>Reads amounts as people write them: whole tokens with a point, such as <c>1.50</c>.</summary>
public static class WholeTokens
{
    /// <summary>Reads a positive amount exactly, without floating point.</summary>
    /// <param name="text">Digits, and at most one point or comma; a comma before exactly three digits is refused, for it may mark thousands.</param>
    /// <param name="token">The token; it says how many decimal places there are.</param>
    /// <param name="error">What is wrong and what to write instead; null when nothing is.</param>
    /// <returns>The amount; null when the text is none.</returns>
    public static TokenAmount? Parse(string text, Token token, out string? error)
    {
        string[] parts = text.Trim().Replace(',', '.').Split('.');
        string fraction = parts.Length == 2 ? parts[1] : "";
        error = null;
        if (HasThousandsMark(text))
        {
            error = $"'{text}' may mean a thousand or one; write 1000 or 1.0.";
        }
        else if (parts.Length > 2 || parts[0].Length + fraction.Length == 0 || !(parts[0] + fraction).All(char.IsAsciiDigit))
        {
            error = $"'{text}' is no amount; write it as 1.50.";
        }
        else if (fraction.TrimEnd('0').Length > token.Decimals)
        {
            error = $"'{text}' has more than the {token.Decimals} decimal places of {token.Symbol}.";
        }
        else if (!UInt128.TryParse(
            parts[0] + fraction.TrimEnd('0').PadRight(token.Decimals, '0'), NumberStyles.None, CultureInfo.InvariantCulture, out UInt128 baseUnits))
        {
            error = $"'{text}' is too large.";
        }
        else if (baseUnits == 0)
        {
            error = "The amount is zero; write how much you pay.";
        }
        else
        {
            return new TokenAmount(baseUnits, token);
        }

        return null;
    }

    private static bool HasThousandsMark(string text)
    {
        int comma = text.IndexOf(',', StringComparison.Ordinal);
        return comma >= 0 && text.Trim().Length - comma - 1 == 3;
    }
}
