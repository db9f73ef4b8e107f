using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ChainTips.Money;

/// <summary>Reads amounts in base units as the API takes them: a string of decimal digits.</summary>
public static class BaseUnits
{
    /// <summary>Reads a positive whole number of base units below 2^128.</summary>
    /// <returns>False with an error that says what is wrong with which value and what to send instead.</returns>
    public static bool TryParse(string? text, Token token, out UInt128 baseUnits, [NotNullWhen(false)] out string? error)
    {
        baseUnits = 0;
        error = Complaint(text, token);
        if (error is not null)
        {
            return false;
        }

        if (!UInt128.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out baseUnits))
        {
            error = $"The amount '{Shorten(text!)}' does not fit in 128 bits; the largest is {UInt128.MaxValue}.";
            return false;
        }

        return true;
    }

    private static string? Complaint(string? text, Token token)
    {
        string example = $"Send a string of decimal digits in base units: one {token.Symbol} is \"1{new string('0', token.Decimals)}\".";
        return text switch
        {
            null or "" => "The amount is empty. " + example,
            _ when text.Any(c => !char.IsAsciiDigit(c)) => $"The amount '{Shorten(text)}' is not a whole number of base units. " + example,
            _ when text.All(c => c == '0') => "The amount is zero; a payment is at least one base unit. " + example,
            _ => null,
        };
    }

    private static string Shorten(string text) => text.Length <= 60 ? text : text[..57] + "…";
}
