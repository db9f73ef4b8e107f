using System.Globalization;

namespace ChainTips.Relaying;

/// <summary>How much is relayed for somebody within a day.</summary>
/// <param name="RelaysPerDay">The most authorizations.</param>
/// <param name="GasPerDay">The most gas.</param>
public sealed record RelayBudget(long RelaysPerDay, ulong GasPerDay)
{
    /// <summary>The time that a budget is for; it slides along.</summary>
    public static readonly TimeSpan Span = TimeSpan.FromDays(1);

    /// <summary>Why one more does not fit, as a sentence; null when it does.</summary>
    /// <param name="whose">Whose budget it is, as a sentence begins with it.</param>
    /// <param name="used">What was used of it.</param>
    /// <param name="gas">What one more needs.</param>
    public string? FindFault(string whose, RelayUse used, ulong gas) =>
        used.Count >= RelaysPerDay
            ? string.Create(CultureInfo.InvariantCulture, $"{whose} has had {used.Count} payments relayed within 24 hours, and {RelaysPerDay} are allowed. Try again later, or let the payer send the call.")
            : used.Gas + gas > GasPerDay
                ? string.Create(CultureInfo.InvariantCulture, $"{whose} has used {used.Gas} units of gas within 24 hours; this payment needs {gas} and {GasPerDay} are allowed. Try again later, or let the payer send the call.")
                : null;
}
