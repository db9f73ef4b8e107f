using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.Ledger;
using ChainTips.Matching;
using ChainTips.Platforms;
using ChainTips.Receipts;
using ChainTips.Tips;

namespace ChainTips;

/// <summary>
/// The whole flow: chain log → decoded tip → match → journal entry → receipt. One change of the chain is applied in one
/// database transaction, with the cursor: after a crash it is there whole, or it is read again.
/// </summary>
/// <param name="database">Where it is written.</param>
/// <param name="settings">The chain that this pipeline is for.</param>
/// <param name="lease">The right to follow it.</param>
/// <param name="clock">The gateway's own time, for what the chain does not say.</param>
public sealed class TipPipeline(IGatewayDatabase database, ChainSettings settings, ChainLease lease, TimeProvider clock)
{
    private readonly TipMatcher _matcher = new(database.Ids, settings);

    /// <summary>Applies one change of the chain.</summary>
    /// <exception cref="LeaseLostException">Another gateway follows the chain now; nothing is written.</exception>
    /// <exception cref="InvalidOperationException">The change does not follow what was applied; nothing is written.</exception>
    public async Task<AppliedUpdate> ApplyAsync(ChainUpdate update, CancellationToken cancellationToken)
    {
        await using IGatewayTransaction transaction = await database.BeginAsync(cancellationToken);
        await transaction.Leases.DemandAsync(lease, cancellationToken);
        FollowedChain chain = await transaction.Chains.MoveAsync(settings.ChainId, update, cancellationToken);
        Counts counts = new();
        switch (update)
        {
            case ChainUpdate.RangeFinalized range:
                List<Payment> recent = [];
                await RecordAsync(transaction, range.Blocks, EntryState.Settled, counts, payment =>
                {
                    if (!(payment.Tip.Block.Number <= chain.HistoryUntil))
                    {
                        recent.Add(payment);
                    }
                }, cancellationToken);
                await OweReceiptsAsync(transaction, recent, cancellationToken);
                counts.Settled = counts.Credited;
                break;
            case ChainUpdate.BlocksAdded added:
                await RecordAsync(transaction, added.Blocks, EntryState.Pending, counts, _ => { }, cancellationToken);
                break;
            case ChainUpdate.BlocksReverted reverted:
                await VoidAsync(transaction, reverted.Blocks, counts, cancellationToken);
                break;
            case ChainUpdate.BlockFinalized finalized:
                await SettleAsync(transaction, finalized.Block, counts, cancellationToken);
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }

        await transaction.CommitAsync(cancellationToken);
        return new AppliedUpdate(chain.Cursor, counts.Credited, counts.Settled, counts.Voided, counts.Refused, counts.Strangers);
    }

    /// <summary>Decodes, matches and books the tips of some blocks, and tells each payment that was not in the books before.</summary>
    private async Task RecordAsync(
        IGatewayTransaction transaction,
        IReadOnlyList<ObservedBlock> blocks,
        EntryState state,
        Counts counts,
        Action<Payment> onCredited,
        CancellationToken cancellationToken)
    {
        MatchedTips tips = await _matcher.MatchAsync(transaction.References, blocks, cancellationToken);
        await RefuseAsync(transaction, tips.Unmatched, counts, cancellationToken);
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

    private static async Task RefuseAsync(
        IGatewayTransaction transaction,
        IReadOnlyList<UnmatchedTip> unmatched,
        Counts counts,
        CancellationToken cancellationToken)
    {
        Address[] payees = [.. unmatched.Where(one => one.Subject is null).Select(one => one.Tip.Stated?.Payee).OfType<Address>().Distinct()];
        IReadOnlyDictionary<Address, Id<Platform>> platforms =
            await transaction.References.FindPlatformsOfPayeesAsync(payees, cancellationToken);
        foreach (UnmatchedTip one in unmatched)
        {
            if (ConcernedPlatform(one, platforms) is Id<Platform> platformId)
            {
                await transaction.Inbox.AddAsync(one.Tip, platformId, cancellationToken);
                counts.Refused++;
            }
            else
            {
                counts.Strangers++;
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

    private async Task VoidAsync(
        IGatewayTransaction transaction, IReadOnlyList<BlockRef> blocks, Counts counts, CancellationToken cancellationToken)
    {
        counts.Voided = await transaction.Journal.VoidAsync(settings.ChainId, blocks, clock.GetUtcNow(), cancellationToken);
        await transaction.Inbox.RevertAsync(settings.ChainId, blocks, cancellationToken);
    }

    private async Task SettleAsync(
        IGatewayTransaction transaction, BlockRef finalized, Counts counts, CancellationToken cancellationToken)
    {
        IReadOnlyList<Payment> settled =
            await transaction.Journal.SettleAsync(settings.ChainId, finalized.Number, clock.GetUtcNow(), cancellationToken);
        await OweReceiptsAsync(transaction, settled, cancellationToken);
        counts.Settled = settled.Count;
    }

    /// <summary>From here on the payments have receipts; their texts are written by <see cref="ReceiptIssuer"/>, which needs the node.</summary>
    private async Task OweReceiptsAsync(
        IGatewayTransaction transaction, IReadOnlyList<Payment> payments, CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.GetUtcNow();
        await transaction.Receipts.AddAsync(
            [.. payments.Select(payment => new Receipt(payment.Id, payment.Subject.PlatformId, settings.ChainId, null, now))], cancellationToken);
    }

    private sealed class Counts
    {
        public int Credited { get; set; }

        public int Settled { get; set; }

        public int Voided { get; set; }

        public int Refused { get; set; }

        public int Strangers { get; set; }
    }
}
