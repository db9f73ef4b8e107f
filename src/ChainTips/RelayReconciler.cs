using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;
using ChainTips.Relaying;

namespace ChainTips;

/// <summary>Finds out what became of every nonce that something was signed for, and of the relays that it carries.</summary>
internal sealed class RelayReconciler(RelayDesk desk, ForeignPayments foreign)
{
    /// <summary>
    /// How often in a row a nonce must be found used in a final block, and none of our attempts in any block, before it counts as taken by
    /// somebody else: one node behind a URL may know the nonce and another not yet the receipt.
    /// </summary>
    private const int LooksBeforeDisplaced = 5;

    private readonly Dictionary<ulong, int> _missed = [];

    /// <summary>Keeps what changed.</summary>
    /// <returns>The transactions that are not over.</returns>
    public async Task<IReadOnlyList<RelayTransaction>> ReconcileAsync(RelayMoment moment, CancellationToken cancellationToken)
    {
        IReadOnlyList<RelayTransaction> open;
        await using (IGatewayTransaction reading = await desk.Database.BeginReadAsync(cancellationToken))
        {
            open = await reading.Relays.ListOpenAsync(desk.Chain.ChainId, desk.Payer, cancellationToken);
        }

        List<RelayTransaction> transactions = [];
        List<RelayTransaction> changed = [];
        List<Relay> relays = [.. await foreign.FollowAsync(moment, cancellationToken)];
        foreach (RelayTransaction transaction in open)
        {
            List<Relay> carried = [];
            RelayTransaction? looked = await moment.TryAsync<RelayTransaction?>(
                async () => await LookAsync(transaction, moment, carried, cancellationToken), null);
            RelayTransaction now = looked ?? transaction;
            relays.AddRange(looked is null ? [] : carried);
            transactions.Add(now);
            if (now != transaction)
            {
                changed.Add(now);
            }
        }

        await WriteAsync(moment, changed, relays, cancellationToken);
        return [.. transactions.Where(transaction => transaction.Status is RelayTransactionStatus.Open or RelayTransactionStatus.Mined)];
    }

    private async Task WriteAsync(
        RelayMoment moment, List<RelayTransaction> transactions, List<Relay> relays, CancellationToken cancellationToken)
    {
        if (transactions.Count + relays.Count == 0)
        {
            return;
        }

        await using IGatewayTransaction writing = await desk.Database.BeginAsync(cancellationToken);
        await writing.Leases.DemandAsync(moment.Lease, cancellationToken);
        foreach (RelayTransaction transaction in transactions)
        {
            await writing.Relays.UpdateAsync(transaction, cancellationToken);
        }

        foreach (Relay relay in relays)
        {
            await writing.Relays.UpdateAsync(relay, cancellationToken);
        }

        await writing.CommitAsync(cancellationToken);
    }

    private async Task<RelayTransaction> LookAsync(
        RelayTransaction transaction, RelayMoment moment, List<Relay> changed, CancellationToken cancellationToken)
    {
        bool isPassed = transaction.Nonce < moment.Nonce;
        if (!isPassed && transaction.Status == RelayTransactionStatus.Open)
        {
            _missed.Remove(transaction.Nonce);
            return transaction;
        }

        IReadOnlyList<Relay> relays = await ReadRelaysAsync(transaction, cancellationToken);
        if (await FindReceiptAsync(transaction, cancellationToken) is TransactionReceipt receipt)
        {
            _missed.Remove(transaction.Nonce);
            foreach (Relay relay in relays)
            {
                changed.AddRange(await JudgeAsync(relay, relays.Count, receipt, moment, cancellationToken));
            }

            bool isFinal = moment.IsFinal(receipt.BlockNumber);
            return transaction with
            {
                Status = isFinal ? RelayTransactionStatus.Final : RelayTransactionStatus.Mined,
                MinedHash = receipt.TransactionHash,
                Block = receipt.BlockNumber,
                GasUsed = receipt.GasUsed,
            };
        }

        if (!isPassed)
        {
            // Its block left the chain, and the same bytes are sent again.
            changed.AddRange(relays.Where(IsPaidByUs).Select(relay => relay.After(RelayFact.PaymentLeft, moment.Now) with { Block = null }));
            return transaction with { Status = RelayTransactionStatus.Open, MinedHash = null, Block = null, GasUsed = null };
        }

        return await IsDisplacedAsync(transaction, moment, cancellationToken)
            ? Displace(transaction, relays, moment, changed)
            : transaction;
    }

    private async Task<IReadOnlyList<Relay>> JudgeAsync(
        Relay relay, int together, TransactionReceipt receipt, RelayMoment moment, CancellationToken cancellationToken)
    {
        bool isFinal = moment.IsFinal(receipt.BlockNumber);
        if (AuthorizationPayment.IsIn(receipt, relay.Authorization))
        {
            Relay paid = relay.After(isFinal ? RelayFact.PaymentFinal : RelayFact.PaymentSeen, moment.Now) with
            {
                TransactionHash = receipt.TransactionHash,
                Block = receipt.BlockNumber,
                Gas = receipt.GasUsed / (ulong)together,
                IsPaidByOther = false,
            };
            return paid == relay ? [] : [paid];
        }

        if (relay.Status is not (RelayStatus.Queued or RelayStatus.Sent))
        {
            return [];
        }

        if (await foreign.FindAsync(relay, cancellationToken) is TransactionReceipt other)
        {
            return [ForeignPayments.Paid(relay, other, moment)];
        }

        // Not before it is final: until then the transaction may come back into another block, and pay there.
        return isFinal
            ? [Spent(relay, moment, $"The transaction {receipt.TransactionHash} did not pay it.")]
            : [];
    }

    private static Relay Spent(Relay relay, RelayMoment moment, string reason) =>
        relay.After(RelayFact.TransactionSpent, moment.Now) with { TransactionHash = null, Block = null, Reason = reason };

    private static bool IsPaidByUs(Relay relay) => relay is { Status: RelayStatus.Mined, IsPaidByOther: false };

    private static RelayTransaction Displace(
        RelayTransaction transaction, IReadOnlyList<Relay> relays, RelayMoment moment, List<Relay> changed)
    {
        changed.AddRange(relays
            .Where(relay => relay.Status is RelayStatus.Queued or RelayStatus.Sent)
            .Select(relay => Spent(relay, moment, $"The nonce {transaction.Nonce} of the relayer's key was used by somebody else; the payment is sent with another one.")));
        return transaction with { Status = RelayTransactionStatus.Displaced };
    }

    private async Task<bool> IsDisplacedAsync(RelayTransaction transaction, RelayMoment moment, CancellationToken cancellationToken)
    {
        if (moment.Final is not BlockNumber final || await desk.Sender.ReadNonceAsync(desk.Payer, final, cancellationToken) <= transaction.Nonce)
        {
            return false;
        }

        int missed = _missed.GetValueOrDefault(transaction.Nonce) + 1;
        _missed[transaction.Nonce] = missed;
        return missed >= LooksBeforeDisplaced;
    }

    private async Task<TransactionReceipt?> FindReceiptAsync(RelayTransaction transaction, CancellationToken cancellationToken)
    {
        // The newest first, for it pays the most; but one that was seen mined before all.
        IEnumerable<Hash32> hashes = transaction.Attempts.Select(attempt => attempt.Hash).Reverse();
        foreach (Hash32 hash in transaction.MinedHash is Hash32 mined ? hashes.OrderByDescending(hash => hash == mined) : hashes)
        {
            if (await desk.Sender.FindReceiptAsync(hash, cancellationToken) is TransactionReceipt receipt)
            {
                return receipt;
            }
        }

        return null;
    }

    private async Task<IReadOnlyList<Relay>> ReadRelaysAsync(RelayTransaction transaction, CancellationToken cancellationToken)
    {
        await using IGatewayTransaction reading = await desk.Database.BeginReadAsync(cancellationToken);
        return await reading.Relays.ListOfAsync(transaction, cancellationToken);
    }
}
