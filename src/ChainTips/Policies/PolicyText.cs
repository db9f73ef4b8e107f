using System.Globalization;
using ChainTips.Money;

namespace ChainTips.Policies;

/// <summary>How amounts and counts stand in sentences and in answers.</summary>
internal static class PolicyText
{
    /// <summary>The amount as people read it: <c>1.50 USDC</c>.</summary>
    public static string ForPeople(this TokenAmount amount) => $"{amount.ToShortWholeTokens()} {amount.Token.Symbol}";

    /// <summary>As many base units of the same token, as people read it.</summary>
    public static string ForPeople(this TokenAmount like, UInt128 baseUnits) => (like with { BaseUnits = baseUnits }).ForPeople();

    public static string Digits(this UInt128 number) => number.ToString(CultureInfo.InvariantCulture);

    public static string Digits(this long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A number of payments: <c>1 payment</c>, <c>2 payments</c>.</summary>
    public static string Payments(long count) => count == 1 ? "1 payment" : count.Digits() + " payments";

    /// <summary>A share in hundredths of a percent, as people read it.</summary>
    public static string Percent(int basisPoints) => (basisPoints / 100m).ToString("0.##", CultureInfo.InvariantCulture) + " %";
}
