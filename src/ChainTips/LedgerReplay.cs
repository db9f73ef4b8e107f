using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ledger;

namespace ChainTips;

/// <summary>Builds the books of a chain again in a fresh database, from the chain alone, up to the newest block that is final in the old books.</summary>
/// <param name="books">The old books; only read.</param>
/// <param name="fresh">The new books, which have the posts, requests and the installation's secret of the old ones already.</param>
/// <param name="settings">The chain.</param>
/// <param name="clock">The time that new rows get.</param>
public sealed class LedgerReplay(IGatewayDatabase books, IGatewayDatabase fresh, ChainSettings settings, TimeProvider clock)
{
    private static readonly TimeSpan OneDay = TimeSpan.FromDays(1);

    /// <summary>Reads the chain into the new books, and compares.</summary>
    /// <param name="source">The chain.</param>
    /// <param name="rangeSize">How many final blocks are read at once.</param>
    /// <param name="progress">Is told the newest block that was applied.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The heads of both.</returns>
    /// <exception cref="Ethereum.JsonRpc.EthereumRpcException">The node does not answer as it should; what was applied stays.</exception>
    public async Task<ReplayResult> RunAsync(
        IChainSource source, int rangeSize, IProgress<BlockNumber> progress, CancellationToken cancellationToken)
    {
        (FollowedChain? old, IReadOnlyList<LedgerHead> oldHeads) = await ReadAsync(books, cancellationToken);
        if (old?.Cursor.Finalized is BlockRef finalized)
        {
            ChainLease lease = await BeginAsync(old, cancellationToken);
            TipPipeline pipeline = new(fresh, settings, lease, clock);
            for (BlockNumber next = old.Cursor.StartBlock; next <= finalized.Number;)
            {
                BlockNumber last = BlockNumber.Min(finalized.Number, new BlockNumber(next.Value + (ulong)rangeSize - 1));
                FinalRange range = await source.ReadRangeAsync(next, last, cancellationToken);
                await pipeline.ApplyAsync(new ChainUpdate.RangeFinalized(next, range.Last, range.LastTime, range.Blocks), cancellationToken);
                progress.Report(last);
                next = last.Next;
            }

            await new DecisionBooker(fresh, settings, lease, clock).BookDueAsync(source, cancellationToken);
        }

        (_, IReadOnlyList<LedgerHead> newHeads) = await ReadAsync(fresh, cancellationToken);
        return new ReplayResult(oldHeads, newHeads);
    }

    private async Task<ChainLease> BeginAsync(FollowedChain old, CancellationToken cancellationToken)
    {
        await using IGatewayTransaction transaction = await fresh.BeginAsync(cancellationToken);
        await transaction.Chains.AddAsync(settings.ChainId, old.GenesisHash, old.Cursor.StartBlock, old.HistoryUntil, cancellationToken);
        await LaterHistory.RegisterAsync(transaction, settings, cancellationToken);
        ChainLease? lease = await transaction.Leases.TryTakeAsync(settings.ChainId, "replay", OneDay, null, cancellationToken);
        await transaction.Leases.ReleaseAsync(lease!, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return lease!;
    }

    private async Task<(FollowedChain? Chain, IReadOnlyList<LedgerHead> Heads)> ReadAsync(
        IGatewayDatabase database, CancellationToken cancellationToken)
    {
        await using IGatewayTransaction transaction = await database.BeginReadAsync(cancellationToken);
        return (
            await transaction.Chains.FindAsync(settings.ChainId, cancellationToken),
            await transaction.Audit.ReadHeadsAsync(settings.ChainId, cancellationToken));
    }
}
