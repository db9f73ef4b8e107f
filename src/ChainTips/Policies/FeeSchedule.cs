using ChainTips.Money;

namespace ChainTips.Policies;

/// <summary>The platform's fee, which grows with what a creator received in a calendar month (UTC).</summary>
/// <param name="Free">What a creator receives in a month before there is any fee, in base units.</param>
/// <param name="Steps">The shares above it, ascending; at least one, and only the last is without an end.</param>
/// <param name="Cap">The most that the fee of one payment may be, in base units; null for no limit.</param>
public sealed record FeeSchedule(UInt128 Free, IReadOnlyList<FeeStep> Steps, UInt128? Cap)
{
    private const int WholeInBasisPoints = 10_000;

    /// <summary>The fee of a payment: each part of it is charged by the step that it falls into, and the sum is rounded down.</summary>
    /// <param name="amount">The payment.</param>
    /// <param name="received">What the creator received this month before it, in base units.</param>
    public FeeQuote QuoteFor(TokenAmount amount, UInt128 received)
    {
        UInt128 until = Saturated.Add(received, amount.BaseUnits);
        UInt128 start = Free;
        UInt128 whole = 0;
        UInt128 rest = 0;
        List<string> parts = [];
        UInt128 free = Overlap(received, until, 0, Free);
        if (free > 0)
        {
            parts.Add($"nothing on {amount.ForPeople(free)}, within the first {amount.ForPeople(Free)} that the creator receives in a month");
        }

        foreach (FeeStep step in Steps)
        {
            UInt128 part = Overlap(received, until, start, step.UpTo ?? UInt128.MaxValue);
            whole += part / WholeInBasisPoints * (UInt128)step.BasisPoints;
            rest += part % WholeInBasisPoints * (UInt128)step.BasisPoints;
            start = step.UpTo ?? UInt128.MaxValue;
            if (part > 0)
            {
                parts.Add($"{PolicyText.Percent(step.BasisPoints)} of {amount.ForPeople(part)}");
            }
        }

        UInt128 fee = whole + (rest / WholeInBasisPoints);
        string reason = $"The creator has received {amount.ForPeople(received)} this month (UTC): {string.Join(", ", parts)}";
        return fee > Cap
            ? new FeeQuote(amount with { BaseUnits = Cap.Value }, $"{reason}; capped at {amount.ForPeople(Cap.Value)}.")
            : new FeeQuote(amount with { BaseUnits = fee }, reason + ".");
    }

    private static UInt128 Overlap(UInt128 from, UInt128 until, UInt128 start, UInt128 end)
    {
        UInt128 low = UInt128.Max(from, start);
        UInt128 high = UInt128.Min(until, end);
        return high > low ? high - low : 0;
    }
}
