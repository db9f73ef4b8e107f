using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.Ledger;
using ChainTips.Matching;
using ChainTips.Platforms;
using ChainTips.Tips;

namespace ChainTips;

/// <summary>Decodes, matches and books the tips of blocks, within a transaction of its caller. Not thread-safe.</summary>
/// <param name="matcher">Decodes and matches.</param>
/// <param name="clock">The gateway's own time.</param>
/// <param name="isNews">Which refused tips were not looked at before; null for all.</param>
internal sealed class TipBooker(TipMatcher matcher, TimeProvider clock, Predicate<RefusedTip>? isNews = null)
{
    /// <summary>Books the tips of some blocks, and tells each payment that was not in the books before.</summary>
    /// <exception cref="InvalidOperationException">A payment is in the books already and differs.</exception>
    public async Task RecordAsync(
        IGatewayTransaction transaction,
        IReadOnlyList<ObservedBlock> blocks,
        EntryState state,
        TipCounts counts,
        Action<Payment> onCredited,
        CancellationToken cancellationToken)
    {
        MatchedTips tips = await matcher.MatchAsync(transaction.References, blocks, cancellationToken);
        await RefuseAsync(transaction, tips.Unmatched, state == EntryState.Settled, counts, cancellationToken);
        IReadOnlyList<JournalResult> results = await transaction.Journal.RecordAsync(tips.Entries, state, clock.GetUtcNow(), cancellationToken);
        for (int i = 0; i < results.Count; i++)
        {
            switch (results[i])
            {
                case JournalResult.Recorded:
                    counts.Credited++;
                    onCredited(tips.Entries[i].Payment);
                    break;
                case JournalResult.AlreadyRecorded:
                    break;
                case JournalResult.RecordedDifferently differently:
                    throw new InvalidOperationException(
                        $"The payment at {tips.Entries[i].Payment.Tip.Location} is in the books already and differs: {differently.Difference} Nothing was applied.");
                default:
                    throw new System.Diagnostics.UnreachableException();
            }
        }
    }

    private async Task RefuseAsync(
        IGatewayTransaction transaction, IReadOnlyList<UnmatchedTip> all, bool areFinal, TipCounts counts, CancellationToken cancellationToken)
    {
        IReadOnlyList<UnmatchedTip> unmatched = isNews is null ? all : [.. all.Where(one => isNews(one.Tip))];
        Address[] payees = [.. unmatched.Where(one => one.Subject is null).Select(one => one.Tip.Stated?.Payee).OfType<Address>().Distinct()];
        IReadOnlyDictionary<Address, Id<Platform>> platforms =
            await transaction.References.FindPlatformsOfPayeesAsync(payees, cancellationToken);
        foreach (IGrouping<Id<Platform>?, UnmatchedTip> own in unmatched.GroupBy(one => ConcernedPlatform(one, platforms)))
        {
            RefusedTip[] tips = [.. own.Select(one => one.Tip)];
            if (own.Key is Id<Platform> platformId)
            {
                await transaction.Inbox.AddAsync(tips, platformId, InboxLimits.Usual, areFinal, cancellationToken);
                counts.Refused += tips.Length;
            }
            else
            {
                counts.Strangers += tips.Length;
            }
        }
    }

    private static Id<Platform>? ConcernedPlatform(UnmatchedTip unmatched, IReadOnlyDictionary<Address, Id<Platform>> platforms)
    {
        if (unmatched.Subject is PaymentSubject subject)
        {
            return subject.PlatformId;
        }

        return unmatched.Tip.Stated is TipSent stated && platforms.TryGetValue(stated.Payee, out Id<Platform> platformId) ? platformId : null;
    }
}
