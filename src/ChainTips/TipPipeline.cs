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
/// <param name="clock">The gateway's own time, for what the chain does not say.</param>
public sealed class TipPipeline(IGatewayDatabase database, ChainSettings settings, TimeProvider clock)
{
    private readonly TipDecoder _decoder = new(settings);

    /// <summary>Applies one change of the chain.</summary>
    /// <exception cref="InvalidOperationException">The change does not follow what was applied; nothing is written.</exception>
    public async Task<AppliedUpdate> ApplyAsync(ChainUpdate update, CancellationToken cancellationToken)
    {
        await using IGatewayTransaction transaction = await database.BeginAsync(cancellationToken);
        await transaction.Chains.MoveAsync(settings.ChainId, update, cancellationToken);
        Counts counts = new();
        switch (update)
        {
            case ChainUpdate.RangeFinalized range:
                foreach (ObservedBlock block in range.Blocks)
                {
                    await RecordAsync(transaction, block, EntryState.Settled, counts, cancellationToken);
                }

                break;
            case ChainUpdate.BlockAdded added:
                await RecordAsync(transaction, added.Observed, EntryState.Pending, counts, cancellationToken);
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

        FollowedChain chain = await transaction.Chains.FindAsync(settings.ChainId, cancellationToken)
            ?? throw new InvalidOperationException($"Chain {settings.ChainId} was never added to the database.");
        await transaction.CommitAsync(cancellationToken);
        return new AppliedUpdate(chain.Cursor, counts.Credited, counts.Settled, counts.Voided, counts.Refused, counts.Strangers);
    }

    private async Task RecordAsync(
        IGatewayTransaction transaction, ObservedBlock block, EntryState state, Counts counts, CancellationToken cancellationToken)
    {
        foreach (DecodeResult decoded in _decoder.Decode(block))
        {
            switch (await MatchAsync(transaction, decoded, cancellationToken))
            {
                case MatchResult.Matched matched:
                    await CreditAsync(transaction, matched, state, counts, cancellationToken);
                    break;
                case MatchResult.Unmatched unmatched:
                    await RefuseAsync(transaction, unmatched, counts, cancellationToken);
                    break;
                default:
                    throw new System.Diagnostics.UnreachableException();
            }
        }
    }

    private static async Task<MatchResult> MatchAsync(
        IGatewayTransaction transaction, DecodeResult decoded, CancellationToken cancellationToken)
    {
        switch (decoded)
        {
            case DecodeResult.Decoded { Tip: Tip tip }:
                return ContractMatcher.Match(tip, await transaction.References.FindAsync(tip.PaymentReference, cancellationToken));
            case DecodeResult.Refused { Tip: RefusedTip { Stated: TipSent stated } refused }:
                return new MatchResult.Unmatched(
                    refused, await transaction.References.FindAsync(stated.PaymentReference, cancellationToken));
            case DecodeResult.Refused { Tip: RefusedTip unreadable }:
                return new MatchResult.Unmatched(unreadable, null);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private async Task CreditAsync(
        IGatewayTransaction transaction, MatchResult.Matched matched, EntryState state, Counts counts, CancellationToken cancellationToken)
    {
        Id<Payment> id = database.Ids.Derive<Payment>(matched.Tip.Location.ToArray());
        Payment payment = new(id, matched.Tip, matched.Subject, MatchRung.Contract);
        JournalResult result =
            await transaction.Journal.RecordAsync(JournalEntry.Of(payment), state, clock.GetUtcNow(), cancellationToken);
        switch (result)
        {
            case JournalResult.Recorded:
                counts.Credited++;
                break;
            case JournalResult.AlreadyRecorded:
                return;
            case JournalResult.RecordedDifferently differently:
                throw new InvalidOperationException(
                    $"The payment at {matched.Tip.Location} is in the books already and differs: {differently.Difference} Nothing was applied.");
            default:
                throw new System.Diagnostics.UnreachableException();
        }

        if (state == EntryState.Settled)
        {
            await OweReceiptAsync(transaction, payment, cancellationToken);
            counts.Settled++;
        }
    }

    private static async Task RefuseAsync(
        IGatewayTransaction transaction, MatchResult.Unmatched unmatched, Counts counts, CancellationToken cancellationToken)
    {
        Id<Platform>? concerned = unmatched.Subject?.PlatformId ?? (unmatched.Tip.Stated?.Payee is Address payee
            ? await transaction.References.FindPlatformOfPayeeAsync(payee, cancellationToken)
            : null);
        if (concerned is not Id<Platform> platformId)
        {
            counts.Strangers++;
            return;
        }

        await transaction.Inbox.AddAsync(unmatched.Tip, platformId, cancellationToken);
        counts.Refused++;
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
        foreach (Payment payment in await transaction.Journal.SettleAsync(
            settings.ChainId, finalized.Number, clock.GetUtcNow(), cancellationToken))
        {
            await OweReceiptAsync(transaction, payment, cancellationToken);
            counts.Settled++;
        }
    }

    /// <summary>From here on the payment has a receipt; its text is written by <see cref="ReceiptIssuer"/>, which needs the node.</summary>
    private async Task OweReceiptAsync(IGatewayTransaction transaction, Payment payment, CancellationToken cancellationToken)
    {
        Id<Receipt> id = database.Ids.Derive<Receipt>(payment.Tip.Location.ToArray());
        Receipt receipt = new(id, payment.Id, payment.Subject.PlatformId, settings.ChainId, null, clock.GetUtcNow());
        await transaction.Receipts.AddAsync(receipt, cancellationToken);
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
