using System.Globalization;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.Transactions;
using ChainTips.Identity;
using ChainTips.Relaying;

namespace ChainTips;

/// <summary>Gives nodes what is signed: for the first time, again, with higher fees, or as a filler where a nonce must be taken for those after it.</summary>
/// <remarks>What it remembers between steps may be forgotten: it only makes it more or less patient.</remarks>
internal sealed class RelayBroadcaster(RelayDesk desk)
{
    /// <summary>How often a node may refuse a transaction for no reason that passes, before its nonce is filled with one that does nothing.</summary>
    private const int MostRefusals = 5;

    private static readonly TimeSpan PauseWhenBusy = TimeSpan.FromSeconds(5);

    private readonly Dictionary<Hash32, DateTimeOffset> _sentAt = [];
    private readonly Dictionary<ulong, int> _refusals = [];
    private readonly HashSet<ulong> _tooCheap = [];
    private DateTimeOffset _busyUntil = DateTimeOffset.MinValue;

    /// <summary>Whether nodes take nothing more for a while.</summary>
    public bool IsBusy(RelayMoment moment) => moment.Now < _busyUntil;

    /// <summary>Fills gaps, raises fees, and sends again what is in no block.</summary>
    /// <returns>The transactions that are not over.</returns>
    public async Task<IReadOnlyList<RelayTransaction>> RepairAsync(
        RelayMoment moment, IReadOnlyList<RelayTransaction> open, List<string> faults, CancellationToken cancellationToken)
    {
        Forget(open);
        List<(RelayTransaction Transaction, RelayAttempt Attempt)> added = [];
        List<RelayTransaction> gaps = MakeFillers(moment, await FindFirstFreeAsync(moment, cancellationToken), open, faults);
        List<RelayTransaction> all = [];
        foreach (RelayTransaction transaction in open)
        {
            RelayAttempt? next = transaction.Status == RelayTransactionStatus.Open && transaction.Nonce >= moment.Nonce
                ? await SignNextAsync(transaction, moment, faults, cancellationToken)
                : null;
            if (next is not null)
            {
                added.Add((transaction, next));
            }

            all.Add(next is null ? transaction : transaction with { Attempts = [.. transaction.Attempts, next] });
        }

        if (gaps.Count + added.Count > 0)
        {
            await using IGatewayTransaction writing = await desk.Database.BeginAsync(cancellationToken);
            await writing.Leases.DemandAsync(moment.Lease, cancellationToken);
            foreach (RelayTransaction gap in gaps)
            {
                await writing.Relays.AddTransactionAsync(gap, cancellationToken);
            }

            foreach ((RelayTransaction transaction, RelayAttempt attempt) in added)
            {
                await writing.Relays.AddAttemptAsync(transaction, attempt, cancellationToken);
            }

            await writing.CommitAsync(cancellationToken);
        }

        all = [.. all.Concat(gaps).OrderBy(transaction => transaction.Nonce)];
        await SendAsync(
            moment, [.. all.Where(transaction => transaction.Status == RelayTransactionStatus.Open && transaction.Nonce >= moment.Nonce)], faults, cancellationToken);
        return all;
    }

    /// <summary>Gives a node the newest attempt of each transaction that was not given lately, in the order of their nonces, and keeps that.</summary>
    public async Task SendAsync(
        RelayMoment moment, IReadOnlyList<RelayTransaction> transactions, List<string> faults, CancellationToken cancellationToken)
    {
        List<RelayTransaction> sent = [];
        foreach (RelayTransaction transaction in transactions)
        {
            RelayAttempt attempt = transaction.Last;
            DateTimeOffset? last = _sentAt.TryGetValue(attempt.Hash, out DateTimeOffset known) ? known : null;
            if (IsBusy(moment) || (last is DateTimeOffset time && moment.Now - time < desk.Settings.ResendAfter))
            {
                continue;
            }

            _sentAt[attempt.Hash] = moment.Now;
            BroadcastResult result = await desk.Sender.SendAsync(attempt.Raw, cancellationToken);
            Learn(transaction, result, moment, faults);
            if (attempt.SentAt is null && IsPerhapsThere(result))
            {
                sent.Add(transaction);
            }
        }

        await MarkAsync(moment, sent, cancellationToken);
    }

    private async Task MarkAsync(RelayMoment moment, List<RelayTransaction> sent, CancellationToken cancellationToken)
    {
        if (sent.Count == 0)
        {
            return;
        }

        await using IGatewayTransaction writing = await desk.Database.BeginAsync(cancellationToken);
        await writing.Leases.DemandAsync(moment.Lease, cancellationToken);
        foreach (RelayTransaction transaction in sent)
        {
            await writing.Relays.MarkSentAsync(transaction.Last.Hash, moment.Now, cancellationToken);
            foreach (Id<Relay> id in transaction.Last.IsFiller ? [] : transaction.Relays)
            {
                Relay relay = (await writing.Relays.FindAsync(id, cancellationToken))!;
                if (relay.Status is RelayStatus.Queued or RelayStatus.Sent)
                {
                    await writing.Relays.UpdateAsync(
                        relay.After(RelayFact.Broadcast, moment.Now) with { TransactionHash = transaction.Last.Hash }, cancellationToken);
                }
            }
        }

        await writing.CommitAsync(cancellationToken);
    }

    /// <summary>A refusal for want of money or place says that it is not there; every other answer leaves that open.</summary>
    private static bool IsPerhapsThere(BroadcastResult result) =>
        result is not BroadcastResult.Refused { Fault: SendFault.InsufficientFunds or SendFault.Busy or SendFault.FeeTooLow or SendFault.Rejected };

    private void Learn(RelayTransaction transaction, BroadcastResult result, RelayMoment moment, List<string> faults)
    {
        if (result is not BroadcastResult.Refused refused)
        {
            return;
        }

        switch (refused.Fault)
        {
            case SendFault.ReplacementUnderpriced or SendFault.FeeTooLow:
                _tooCheap.Add(transaction.Nonce);
                break;
            case SendFault.InsufficientFunds:
                faults.Add($"The relayer's key {desk.Payer} cannot pay the gas on chain {desk.Chain.ChainId}: send native coin to it. {refused.Text}");
                break;
            case SendFault.Busy:
                _busyUntil = moment.Now + PauseWhenBusy;
                faults.Add($"The node takes no more transactions for now, and is asked again in {PauseWhenBusy.TotalSeconds} seconds. {refused.Text}");
                break;
            case SendFault.Rejected:
                _refusals[transaction.Nonce] = _refusals.GetValueOrDefault(transaction.Nonce) + 1;
                faults.Add(string.Create(CultureInfo.InvariantCulture, $"The node refuses the transaction {transaction.Last.Hash} with nonce {transaction.Nonce}. {refused.Text}"));
                break;
            default:
                // A nonce too low or too high says that the node is ahead or behind; the next look tells.
                break;
        }
    }

    /// <summary>The first nonce that may still be free; a node that lags names one that is over.</summary>
    private async Task<ulong> FindFirstFreeAsync(RelayMoment moment, CancellationToken cancellationToken)
    {
        await using IGatewayTransaction reading = await desk.Database.BeginReadAsync(cancellationToken);
        ulong? over = await reading.Relays.FindLastOverAsync(desk.Chain.ChainId, desk.Payer, cancellationToken);
        return Math.Max(moment.Nonce, over is ulong last ? last + 1 : 0);
    }

    private List<RelayTransaction> MakeFillers(RelayMoment moment, ulong first, IReadOnlyList<RelayTransaction> open, List<string> faults)
    {
        HashSet<ulong> taken = [.. open.Select(transaction => transaction.Nonce)];
        List<RelayTransaction> fillers = [];
        for (ulong nonce = first; taken.Count > 0 && nonce < taken.Max(); nonce++)
        {
            if (taken.Contains(nonce))
            {
                continue;
            }

            if (desk.Settings.Fees.Choose(moment.Market) is not GasPrice price)
            {
                faults.Add(TooDear(moment));
                break;
            }

            RelayAttempt attempt = desk.Sign(nonce, desk.Filler, RelaySettings.FillerGas, price);
            fillers.Add(new RelayTransaction(desk.Chain.ChainId, desk.Payer, nonce, RelayTransactionStatus.Open, [attempt], []));
        }

        return fillers;
    }

    private async Task<RelayAttempt?> SignNextAsync(
        RelayTransaction transaction, RelayMoment moment, List<string> faults, CancellationToken cancellationToken)
    {
        RelayAttempt last = transaction.Last;
        bool isOver = !last.IsFiller && await IsOverAsync(transaction, moment, cancellationToken);
        bool isStuck = moment.Now - last.SignedAt >= desk.Settings.RaiseAfter
            && (transaction.Nonce == moment.Nonce || (UInt256)last.Price.MaxFee < moment.Market.NextBaseFee);
        if (!isOver && !isStuck && !_tooCheap.Contains(transaction.Nonce))
        {
            return null;
        }

        if (desk.Settings.Fees.Raise(last.Price, moment.Market) is not GasPrice price)
        {
            faults.Add(TooDear(moment));
            return null;
        }

        _tooCheap.Remove(transaction.Nonce);
        Transaction before = SignedTransaction.Decode(last.Raw.Span).Transaction;
        before.GasLimit.TryToUInt128(out UInt128 gas);
        return isOver
            ? desk.Sign(transaction.Nonce, desk.Filler, RelaySettings.FillerGas, price, last.Number + 1)
            : desk.Sign(transaction.Nonce, new RelayCall(before.To!.Value, before.Data), (ulong)gas, price, last.Number + 1);
    }

    /// <summary>Whether nothing that a transaction carries can still be paid, or no node will ever take it.</summary>
    private async Task<bool> IsOverAsync(RelayTransaction transaction, RelayMoment moment, CancellationToken cancellationToken)
    {
        if (_refusals.GetValueOrDefault(transaction.Nonce) >= MostRefusals)
        {
            return true;
        }

        await using IGatewayTransaction reading = await desk.Database.BeginReadAsync(cancellationToken);
        IReadOnlyList<Relay> relays = await reading.Relays.ListOfAsync(transaction, cancellationToken);
        return relays.All(relay => relay.Authorization.ValidBefore <= moment.HeadTime || relay.Status is not (RelayStatus.Queued or RelayStatus.Sent));
    }

    private string TooDear(RelayMoment moment) =>
        $"Gas on chain {desk.Chain.ChainId} costs {moment.Market.NextBaseFee} wei a unit, and Relayer:MaxFeePerGas allows {desk.Settings.Fees.Cap}. Relays wait until it is cheaper; raise the cap to pay it.";

    /// <summary>Forgets what is over.</summary>
    private void Forget(IReadOnlyList<RelayTransaction> open)
    {
        HashSet<Hash32> hashes = [.. open.SelectMany(transaction => transaction.Attempts).Select(attempt => attempt.Hash)];
        HashSet<ulong> nonces = [.. open.Select(transaction => transaction.Nonce)];
        foreach (Hash32 hash in _sentAt.Keys.Where(hash => !hashes.Contains(hash)).ToArray())
        {
            _sentAt.Remove(hash);
        }

        foreach (ulong nonce in _refusals.Keys.Where(nonce => !nonces.Contains(nonce)).ToArray())
        {
            _refusals.Remove(nonce);
        }

        _tooCheap.IntersectWith(nonces);
    }
}
