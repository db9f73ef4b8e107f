using ChainTips.Ethereum.Primitives;
using ChainTips.Tips;

namespace ChainTips.Matching;

/// <summary>Whether the fee that a tip states is the platform's: it arrived at who receives the fees of terms that were given out for what is paid.</summary>
/// <remarks>
/// A payer may state any fee to anybody. What the payee received is the payee's all the same, so the tip is credited, and the fee that
/// nobody here asked for is noted with it.
/// </remarks>
internal static class FeeMatcher
{
    /// <summary>The tip with the fee that is booked, and without any other.</summary>
    /// <param name="tip">A tip that is credited.</param>
    /// <param name="subject">What it pays.</param>
    /// <param name="receivers">Who receives the fees of the terms that were given out for each reference.</param>
    public static Tip Settle(in Tip tip, PaymentSubject subject, IReadOnlyDictionary<Hash32, IReadOnlySet<Address>> receivers) =>
        tip.Fee is not null && FindFault(tip, subject, receivers) is not null ? tip with { Fee = null } : tip;

    /// <summary>What the credit says of its fee, beside the rung's own evidence; null for a tip without one.</summary>
    /// <param name="tip">A tip that is credited, as it was decoded.</param>
    /// <param name="subject">What it pays.</param>
    /// <param name="receivers">Who receives the fees of the terms that were given out for each reference.</param>
    public static MatchEvidence? Explain(in Tip tip, PaymentSubject subject, IReadOnlyDictionary<Hash32, IReadOnlySet<Address>> receivers) =>
        tip.Fee is null
            ? null
            : new MatchEvidence(
                $"{ContractRung.Explain(tip, subject)} {FindFault(tip, subject, receivers) ?? $"A further transfer brought the fee of {tip.Fee.BaseUnits} base units to {tip.Fee.Receiver}, as the terms say."}",
                []);

    private static string? FindFault(in Tip tip, PaymentSubject subject, IReadOnlyDictionary<Hash32, IReadOnlySet<Address>> receivers) => tip.Fee switch
    {
        { Receiver: null } fee => $"It states a fee of {fee.BaseUnits} base units, which no transfer of the receipt shows: none is booked.",
        { Receiver: Address receiver } fee when subject.PaymentKind != PaymentKind.Payment || !(receivers.GetValueOrDefault(tip.PaymentReference)?.Contains(receiver) ?? false) =>
            $"It states a fee of {fee.BaseUnits} base units, which went to {receiver}, and no terms for {subject.Reference.SubjectId} ask for that: none is booked.",
        _ => null,
    };
}
