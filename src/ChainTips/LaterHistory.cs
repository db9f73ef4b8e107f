using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ledger;
using ChainTips.Tips;

namespace ChainTips;

/// <summary>
/// Books the past of tokens that were allowed, or of a contract that was set, after blocks of the chain had been applied: from the
/// start block to the cursor, in the order of the chain. Until nothing is missing, no new block may be applied.
/// </summary>
/// <remarks>
/// A pair of contract and token has its own chain of hashes, so its past can be settled after the others' present. What was
/// applied for the other pairs is not touched. Progress is kept with what it booked: after a stop at any point it goes on from there.
/// </remarks>
/// <param name="database">Where it is written.</param>
/// <param name="settings">The chain.</param>
/// <param name="lease">The right to follow it.</param>
/// <param name="clock">The gateway's own time.</param>
public sealed class LaterHistory(IGatewayDatabase database, ChainSettings settings, ChainLease lease, TimeProvider clock)
{
    /// <summary>Notes which tokens are configured now: what came later misses its past, and what is gone misses what comes.</summary>
    /// <returns>What is to be read first; null when nothing is missing.</returns>
    /// <exception cref="LeaseLostException">Another gateway follows the chain now; nothing is written.</exception>
    public async Task<MissingHistory?> RegisterAsync(CancellationToken cancellationToken)
    {
        await using IGatewayTransaction transaction = await database.BeginAsync(cancellationToken);
        await transaction.Leases.DemandAsync(lease, cancellationToken);
        await RegisterAsync(transaction, settings, cancellationToken);
        await RegisterSumLimitsAsync(transaction, cancellationToken);
        MissingHistory? missing = await FindAsync(transaction, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return missing;
    }

    /// <summary>What is to be read next; null when nothing is missing.</summary>
    public async Task<MissingHistory?> FindAsync(CancellationToken cancellationToken)
    {
        await using IGatewayTransaction transaction = await database.BeginReadAsync(cancellationToken);
        return await FindAsync(transaction, cancellationToken);
    }

    /// <summary>Reads and books what is missing. What was read is booked to its end, even when told to stop meanwhile.</summary>
    /// <param name="source">The chain, for the blocks that can still be reverted.</param>
    /// <param name="backfill">Reads final history.</param>
    /// <param name="onApplied">Is told what was booked, and what is still missing then; null when nothing is.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Whether nothing is missing. If not, blocks of the cursor left the chain: let them be reverted, and fill again.</returns>
    /// <exception cref="LeaseLostException">Another gateway follows the chain now.</exception>
    public async Task<bool> FillAsync(
        IChainSource source, Backfill backfill, Action<AppliedUpdate, MissingHistory?> onApplied, CancellationToken cancellationToken)
    {
        while (await FindAsync(cancellationToken) is MissingHistory missing)
        {
            if (missing.Until is BlockNumber until)
            {
                await foreach (ChainUpdate.RangeFinalized range in backfill.ReadAsync(missing.From, missing.Parent, until, cancellationToken))
                {
                    AppliedUpdate applied = await ApplyAsync(missing, range, CancellationToken.None);
                    onApplied(applied, missing with { From = range.Last.Number.Next, Parent = range.Last.Hash });
                }
            }
            else if (await new UnfinalizedReader(source).ReadAsync(missing.Cursor, cancellationToken) is { } blocks)
            {
                AppliedUpdate completed = await CompleteAsync(missing, blocks, CancellationToken.None);
                onApplied(completed, await FindAsync(cancellationToken));
            }
            else
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Books a range of final history for the pairs that miss it, as history: no receipt is due of itself.</summary>
    /// <exception cref="LeaseLostException">Another gateway follows the chain now; nothing is written.</exception>
    /// <exception cref="InconsistentAnswerException">The range ends at another block than the one that was applied; nothing is written.</exception>
    /// <exception cref="InvalidOperationException">The range does not follow what was read for these pairs; nothing is written.</exception>
    public async Task<AppliedUpdate> ApplyAsync(
        MissingHistory missing, ChainUpdate.RangeFinalized range, CancellationToken cancellationToken)
    {
        await using IGatewayTransaction transaction = await database.BeginAsync(cancellationToken);
        ChainCursor cursor = await DemandAsync(transaction, missing, range.From, cancellationToken);
        BlockRef finalized = cursor.Finalized is BlockRef final && range.Last.Number <= final.Number
            ? final
            : throw new InvalidOperationException($"The range to block {range.Last} goes beyond the finalized block {cursor.Finalized}; nothing was applied.");
        if (range.Last.Number == finalized.Number && range.Last.Hash != finalized.Hash)
        {
            throw new InconsistentAnswerException(
                finalized.Hash, RejectionReason.ParentHash, $"the history that was read for a new token ends with {range.Last.Hash} in its place");
        }

        TipCounts counts = new();
        await BookAsync(transaction, missing, range.Blocks, (range.From, range.Last.Number), EntryState.Settled, counts, cancellationToken);
        counts.Settled = counts.Credited;
        foreach (FollowedPair pair in missing.Pairs)
        {
            await transaction.Pairs.SetAsync(
                settings.ChainId, pair with { MissingFrom = range.Last.Number.Next, MissingParent = range.Last.Hash }, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return counts.ToUpdate(cursor);
    }

    /// <summary>Books what the blocks that can still be reverted hold, which is pending. From here on the pairs go with the cursor.</summary>
    /// <param name="missing">What was found to be missing, without final history.</param>
    /// <param name="unfinalized">The unfinalized blocks of the cursor, all of them.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <exception cref="LeaseLostException">Another gateway follows the chain now; nothing is written.</exception>
    /// <exception cref="InvalidOperationException">The blocks are not those of the cursor; nothing is written.</exception>
    public async Task<AppliedUpdate> CompleteAsync(
        MissingHistory missing, IReadOnlyList<ObservedBlock> unfinalized, CancellationToken cancellationToken)
    {
        await using IGatewayTransaction transaction = await database.BeginAsync(cancellationToken);
        ChainCursor cursor = await DemandAsync(transaction, missing, missing.From, cancellationToken);
        if (missing.From <= cursor.Finalized?.Number || !unfinalized.Select(observed => observed.Block).SequenceEqual(cursor.Unfinalized))
        {
            throw new InvalidOperationException($"The blocks from {missing.From} on are not all that follow the finalized block {cursor.Finalized}; nothing was applied.");
        }

        TipCounts counts = new();
        if (cursor.Unfinalized.Count > 0)
        {
            (BlockNumber First, BlockNumber Last) span = (cursor.Unfinalized[0].Number, cursor.Unfinalized[^1].Number);
            await BookAsync(transaction, missing, unfinalized, span, EntryState.Pending, counts, cancellationToken);
        }

        foreach (FollowedPair pair in missing.Pairs)
        {
            await transaction.Pairs.SetAsync(settings.ChainId, pair with { MissingFrom = null, MissingParent = null }, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return counts.ToUpdate(cursor);
    }

    /// <summary>The same as the public one, in a transaction of the caller.</summary>
    internal static async Task RegisterAsync(IGatewayTransaction transaction, ChainSettings settings, CancellationToken cancellationToken)
    {
        ChainCursor cursor = await ReadCursorAsync(transaction, settings.ChainId, cancellationToken);
        IReadOnlyList<FollowedPair> known = await transaction.Pairs.ListAsync(settings.ChainId, cancellationToken);
        foreach (AllowedToken allowed in settings.Tokens)
        {
            if (!known.Any(pair => pair.Contract == settings.Router && pair.Token == allowed.Token.Address))
            {
                BlockNumber? missingFrom = cursor.Head is null ? null : cursor.StartBlock;
                await transaction.Pairs.SetAsync(
                    settings.ChainId, new FollowedPair(settings.Router, allowed.Token.Address, missingFrom, null), cancellationToken);
            }
        }

        foreach (FollowedPair gone in known.Where(pair => pair.MissingFrom is null && !IsConfigured(pair, settings)))
        {
            // What is pending for it is still settled or voided. What is new is not read, and a reorg may replace the pending.
            BlockNumber missingFrom = cursor.Finalized?.Number.Next ?? cursor.StartBlock;
            await transaction.Pairs.SetAsync(
                settings.ChainId, gone with { MissingFrom = missingFrom, MissingParent = cursor.Finalized?.Hash }, cancellationToken);
        }
    }

    /// <summary>Notes what is small from the next block on; a chain that was never read has no other blocks.</summary>
    private async Task RegisterSumLimitsAsync(IGatewayTransaction transaction, CancellationToken cancellationToken)
    {
        ChainCursor cursor = await ReadCursorAsync(transaction, settings.ChainId, cancellationToken);
        IReadOnlyList<SumLimit> known = await transaction.References.ListSumLimitsAsync(settings.ChainId, cancellationToken);
        foreach (AllowedToken allowed in settings.Tokens)
        {
            SumLimit? newest = known.LastOrDefault(limit => limit.Token == allowed.Token.Address);
            if ((newest?.Below ?? 0) != allowed.SumBelow)
            {
                SumLimit limit = new(allowed.Token.Address, cursor.Head?.Number.Next ?? cursor.StartBlock, allowed.SumBelow);
                await transaction.Pairs.SetSumLimitAsync(settings.ChainId, limit, cancellationToken);
            }
        }
    }

    private async Task<MissingHistory?> FindAsync(IGatewayTransaction transaction, CancellationToken cancellationToken)
    {
        IReadOnlyList<FollowedPair> pairs = await transaction.Pairs.ListAsync(settings.ChainId, cancellationToken);
        return MissingHistory.Find(
            pairs.Where(pair => IsConfigured(pair, settings)), await ReadCursorAsync(transaction, settings.ChainId, cancellationToken));
    }

    /// <summary>Demands the lease, and that the pairs were read up to a block.</summary>
    private async Task<ChainCursor> DemandAsync(
        IGatewayTransaction transaction, MissingHistory missing, BlockNumber from, CancellationToken cancellationToken)
    {
        await transaction.Leases.DemandAsync(lease, cancellationToken);
        IReadOnlyList<FollowedPair> kept = await transaction.Pairs.ListAsync(settings.ChainId, cancellationToken);
        foreach (FollowedPair pair in missing.Pairs)
        {
            if (!kept.Any(one => one.Contract == pair.Contract && one.Token == pair.Token && one.MissingFrom == from))
            {
                throw new InvalidOperationException($"Block {from} is not the next to be read for token {pair.Token} through {pair.Contract}; nothing was applied.");
            }
        }

        return await ReadCursorAsync(transaction, settings.ChainId, cancellationToken);
    }

    private async Task BookAsync(
        IGatewayTransaction transaction,
        MissingHistory missing,
        IReadOnlyList<ObservedBlock> blocks,
        (BlockNumber First, BlockNumber Last) span,
        EntryState state,
        TipCounts counts,
        CancellationToken cancellationToken)
    {
        HashSet<Address> tokens = [.. missing.Pairs.Select(pair => pair.Token)];
        foreach (Address token in tokens)
        {
            await transaction.Inbox.TakeOutAsync(settings.ChainId, settings.Router, token, span.First, span.Last, cancellationToken);
        }

        ChainSettings narrowed = settings with { Tokens = [.. settings.Tokens.Where(allowed => tokens.Contains(allowed.Token.Address))] };
        TipBooker booker = new(new TipMatcher(database.Ids, narrowed), clock, IsNews);
        await booker.RecordAsync(transaction, blocks, state, counts, _ => { }, cancellationToken);

        // What the contract said of other tokens was looked at when the blocks were applied, unless the whole contract is new.
        bool IsNews(RefusedTip refused) => tokens.Contains(refused.Emitter) || (refused.Emitter == settings.Router
            && refused.Stated is TipSent stated
            && (tokens.Contains(stated.Token) || tokens.Count == settings.Tokens.Count));
    }

    private static bool IsConfigured(FollowedPair pair, ChainSettings settings) =>
        pair.Contract == settings.Router && settings.FindToken(pair.Token) is not null;

    private static async Task<ChainCursor> ReadCursorAsync(IGatewayTransaction transaction, ulong chainId, CancellationToken cancellationToken) =>
        (await transaction.Chains.FindAsync(chainId, cancellationToken))?.Cursor
            ?? throw new InvalidOperationException($"Chain {chainId} was never added to the database.");
}
