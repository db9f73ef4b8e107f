using ChainTips.Chain;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ledger;
using ChainTips.Matching;
using ChainTips.Tips;

namespace ChainTips;

/// <summary>
/// Books what was decided about transfers that matched nothing: claims of their payers, and assignments by the operator. Each is read from the
/// chain again, so a decision says what a transfer was for, and never that there was one.
/// </summary>
/// <param name="database">Where it is written.</param>
/// <param name="settings">The chain.</param>
/// <param name="lease">The right to follow it.</param>
/// <param name="clock">The gateway's own time.</param>
public sealed class DecisionBooker(IGatewayDatabase database, ChainSettings settings, ChainLease lease, TimeProvider clock)
{
    private readonly TipMatcher _matcher = new(database.Ids, settings, withDecisions: true);
    private readonly HashSet<LogPosition> _unbookable = [];

    /// <summary>
    /// The decisions that gave no payment, though their blocks are final: their token is not configured any more. What is configured stays
    /// so while the gateway runs, and a final block too, so they are not read again before the next start.
    /// </summary>
    public IReadOnlyCollection<LogPosition> Unbookable => _unbookable;

    /// <summary>Books every decision that is due, in the order in which they were made.</summary>
    /// <returns>How many were booked.</returns>
    /// <exception cref="EthereumRpcException">The node did not answer as it should; what was booked before stays.</exception>
    /// <exception cref="LeaseLostException">Another gateway follows the chain now.</exception>
    public async Task<int> BookDueAsync(IChainSource source, CancellationToken cancellationToken)
    {
        int booked = 0;
        foreach (MatchDecision decision in (await ReadDueAsync(cancellationToken)).Where(due => !_unbookable.Contains(due.Location)))
        {
            BlockHeader? header = await source.ReadFinalHeaderAsync(decision.Block.Number, cancellationToken);
            if (header is not null && header.Hash != decision.Block.Hash)
            {
                throw new InconsistentAnswerException(
                    header.Hash, RejectionReason.OtherBlock, $"block {decision.Block} was final when the transfer at {decision.Location} was decided about");
            }

            if (header is not null)
            {
                ObservedBlock block = await source.ReadBlockAsync(header, cancellationToken);
                booked += await BookAsync(decision, block, cancellationToken);
            }
        }

        return booked;
    }

    private async Task<IReadOnlyList<MatchDecision>> ReadDueAsync(CancellationToken cancellationToken)
    {
        await using IGatewayTransaction books = await database.BeginReadAsync(cancellationToken);
        return await books.Decisions.ListDueAsync(settings.ChainId, cancellationToken);
    }

    private async Task<int> BookAsync(MatchDecision decision, ObservedBlock block, CancellationToken cancellationToken)
    {
        await using IGatewayTransaction transaction = await database.BeginAsync(cancellationToken);
        await transaction.Leases.DemandAsync(lease, cancellationToken);
        MatchedTips matched = await _matcher.MatchAsync(transaction.References, [block], cancellationToken);
        JournalEntry[] entries = FindOwn(matched, decision);
        if (entries.Length == 0)
        {
            _unbookable.Add(decision.Location);
            return 0;
        }

        IReadOnlyList<JournalResult> results = await transaction.Journal.RecordAsync(entries, EntryState.Settled, clock.GetUtcNow(), cancellationToken);
        Payment[] recorded = [.. entries.Zip(results).Where(pair => pair.Second is JournalResult.Recorded).Select(pair => pair.First.Payment)];
        await transaction.Receipts.OweAsync(recorded, clock.GetUtcNow(), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return recorded.Length;
    }

    private static JournalEntry[] FindOwn(MatchedTips matched, MatchDecision decision) =>
        [.. matched.Entries.Where(entry => entry.Payment.Rung == decision.Rung && entry.Payment.Tip.Location == decision.Location)];
}
