using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.Ledger;
using ChainTips.Matching;
using ChainTips.Tips;

namespace ChainTips;

/// <summary>The first half of the flow, which writes nothing: chain log → decoded tip → match.</summary>
/// <param name="ids">Derives the payments' ids.</param>
/// <param name="settings">The chain that the blocks are of.</param>
internal sealed class TipMatcher(IdSource ids, ChainSettings settings)
{
    private readonly TipDecoder _decoder = new(settings);

    /// <summary>Decodes the tips of some blocks, and finds what each was paid for.</summary>
    public async Task<MatchedTips> MatchAsync(
        IReferenceBook references, IReadOnlyList<ObservedBlock> blocks, CancellationToken cancellationToken)
    {
        List<DecodeResult> decoded = [.. blocks.SelectMany(_decoder.Decode)];
        IReadOnlyDictionary<Hash32, PaymentSubject> subjects = await references.FindAsync(
            [.. decoded.Select(ReferenceOf).OfType<Hash32>().Distinct()], cancellationToken);
        List<JournalEntry> entries = [];
        List<MatchResult.Unmatched> unmatched = [];
        foreach (DecodeResult one in decoded)
        {
            switch (Match(one, ReferenceOf(one) is Hash32 reference ? subjects.GetValueOrDefault(reference) : null))
            {
                case MatchResult.Matched matched:
                    entries.Add(JournalEntry.Of(ToPayment(matched)));
                    break;
                case MatchResult.Unmatched refused:
                    unmatched.Add(refused);
                    break;
                default:
                    throw new System.Diagnostics.UnreachableException();
            }
        }

        return new MatchedTips(entries, unmatched);
    }

    private static Hash32? ReferenceOf(DecodeResult decoded) => decoded switch
    {
        DecodeResult.Decoded { Tip: Tip tip } => tip.PaymentReference,
        DecodeResult.Refused { Tip: RefusedTip refused } => refused.Stated?.PaymentReference,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static MatchResult Match(DecodeResult decoded, PaymentSubject? subject) => decoded switch
    {
        DecodeResult.Decoded { Tip: Tip tip } => ContractMatcher.Match(tip, subject),
        DecodeResult.Refused { Tip: RefusedTip refused } => new MatchResult.Unmatched(refused, subject),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private Payment ToPayment(MatchResult.Matched matched) =>
        new(ids.Derive<Payment>(matched.Tip.Location.ToArray()), matched.Tip, matched.Subject, MatchRung.Contract);
}
