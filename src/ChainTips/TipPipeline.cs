using ChainTips.Chain;
using ChainTips.Ledger;

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
    private readonly TipBooker _booker = new(new TipMatcher(database.Ids, settings), clock);

    /// <summary>Applies one change of the chain.</summary>
    /// <exception cref="LeaseLostException">Another gateway follows the chain now; nothing is written.</exception>
    /// <exception cref="InvalidOperationException">The change does not follow what was applied; nothing is written.</exception>
    public async Task<AppliedUpdate> ApplyAsync(ChainUpdate update, CancellationToken cancellationToken)
    {
        await using IGatewayTransaction transaction = await database.BeginAsync(cancellationToken);
        await transaction.Leases.DemandAsync(lease, cancellationToken);
        FollowedChain chain = await transaction.Chains.MoveAsync(settings.ChainId, update, cancellationToken);
        TipCounts counts = new();
        switch (update)
        {
            case ChainUpdate.RangeFinalized range:
                List<Payment> recent = [];
                await _booker.RecordAsync(transaction, range.Blocks, EntryState.Settled, counts, payment =>
                {
                    if (!(payment.Tip.Block.Number <= chain.HistoryUntil))
                    {
                        recent.Add(payment);
                    }
                }, cancellationToken);
                await transaction.Receipts.OweAsync(recent, clock.GetUtcNow(), cancellationToken);
                counts.Settled = counts.Credited;
                break;
            case ChainUpdate.BlocksAdded added:
                await _booker.RecordAsync(transaction, added.Blocks, EntryState.Pending, counts, _ => { }, cancellationToken);
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
        return counts.ToUpdate(chain.Cursor);
    }

    /// <summary>Keeps that an applied block is safe, and with it all before it: payments of small amounts may count from then on.</summary>
    /// <exception cref="LeaseLostException">Another gateway follows the chain now; nothing is written.</exception>
    public async Task MarkSafeAsync(BlockRef safe, CancellationToken cancellationToken)
    {
        await using IGatewayTransaction transaction = await database.BeginAsync(cancellationToken);
        await transaction.Leases.DemandAsync(lease, cancellationToken);
        await transaction.Chains.MarkSafeAsync(settings.ChainId, safe, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private async Task VoidAsync(
        IGatewayTransaction transaction, IReadOnlyList<BlockRef> blocks, TipCounts counts, CancellationToken cancellationToken)
    {
        counts.Voided = await transaction.Journal.VoidAsync(settings.ChainId, blocks, clock.GetUtcNow(), cancellationToken);
        await transaction.Inbox.RevertAsync(settings.ChainId, blocks, cancellationToken);
    }

    private async Task SettleAsync(
        IGatewayTransaction transaction, BlockRef finalized, TipCounts counts, CancellationToken cancellationToken)
    {
        IReadOnlyList<Payment> settled =
            await transaction.Journal.SettleAsync(settings.ChainId, finalized.Number, clock.GetUtcNow(), cancellationToken);
        await transaction.Receipts.OweAsync(settled, clock.GetUtcNow(), cancellationToken);
        await transaction.Inbox.SettleAsync(settings.ChainId, finalized.Number, cancellationToken);
        counts.Settled = settled.Count;
    }
}
