using ChainTips.Ledger;
using ChainTips.Matching;

namespace ChainTips;

/// <summary>The tips of some blocks, in the order of the chain. The lists are those of the matcher: they hold until it is asked again.</summary>
/// <param name="Entries">What is to be booked.</param>
/// <param name="Unmatched">What is credited to nobody, with the reason.</param>
internal sealed record MatchedTips(IReadOnlyList<JournalEntry> Entries, IReadOnlyList<UnmatchedTip> Unmatched);
