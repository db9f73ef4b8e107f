using ChainTips.Chain;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;
using ChainTips.Relaying;

namespace ChainTips;

/// <summary>Finds the payment of an authorization that somebody else brought to the chain: whoever it was, the payer has paid.</summary>
/// <remarks>The books say where to look, since the follower credits such a payment like any other; the logs of that transaction decide.</remarks>
internal sealed class ForeignPayments(RelayDesk desk)
{
    /// <summary>The receipt of a transaction that did exactly what a relay's authorization asks for; null while none is known.</summary>
    public async Task<TransactionReceipt?> FindAsync(Relay relay, CancellationToken cancellationToken)
    {
        IReadOnlyList<Hash32> hashes;
        await using (IGatewayTransaction transaction = await desk.Database.BeginReadAsync(cancellationToken))
        {
            hashes = await transaction.Relays.FindPaymentsAsync(relay.RequestId, relay.Authorization.Payer, cancellationToken);
        }

        foreach (Hash32 hash in hashes)
        {
            if (await desk.Sender.FindReceiptAsync(hash, cancellationToken) is TransactionReceipt receipt
                && AuthorizationPayment.IsIn(receipt, relay.Authorization))
            {
                return receipt;
            }
        }

        return null;
    }

    /// <summary>A relay whose nonce is used, by a payment or by a cancellation: as it stands after a look for the payment.</summary>
    public async Task<Relay> JudgeUsedAsync(Relay relay, RelayMoment moment, CancellationToken cancellationToken)
    {
        if (await FindAsync(relay, cancellationToken) is TransactionReceipt receipt)
        {
            return Paid(relay, receipt, moment);
        }

        if (relay.UsedAt is BlockNumber since && await ReadFinalizedAsync(cancellationToken) >= since.Value)
        {
            return relay.After(RelayFact.Refused, moment.Now) with
            {
                Reason = "The payer cancelled the authorization, or used its nonce for something else: the token says that it is used, and the final blocks hold no payment by it.",
            };
        }

        return relay with
        {
            UsedAt = relay.UsedAt ?? moment.Head.Number,
            Reason = "The token says that the authorization is used or cancelled; its payment is looked for in the blocks until they are final.",
            NextLookAt = moment.Now + (desk.Settings.LookAgainAfter / 5),
        };
    }

    /// <summary>A relay whose payment is in somebody else's transaction.</summary>
    public static Relay Paid(Relay relay, TransactionReceipt receipt, RelayMoment moment) =>
        relay.After(moment.IsFinal(receipt.BlockNumber) ? RelayFact.PaymentFinal : RelayFact.PaymentSeen, moment.Now) with
        {
            TransactionHash = receipt.TransactionHash,
            Block = receipt.BlockNumber,
            IsPaidByOther = true,
            Gas = 0,
        };

    /// <summary>What became of the relays that others paid and whose block is not final yet.</summary>
    public async Task<IReadOnlyList<Relay>> FollowAsync(RelayMoment moment, CancellationToken cancellationToken)
    {
        IReadOnlyList<Relay> paid;
        await using (IGatewayTransaction transaction = await desk.Database.BeginReadAsync(cancellationToken))
        {
            paid = await transaction.Relays.ListPaidByOthersAsync(desk.Chain.ChainId, cancellationToken);
        }

        List<Relay> changed = [];
        foreach (Relay relay in paid)
        {
            Relay now = await moment.TryAsync(() => FollowAsync(relay, moment, cancellationToken), relay);
            if (now != relay)
            {
                changed.Add(now);
            }
        }

        return changed;
    }

    private async Task<Relay> FollowAsync(Relay relay, RelayMoment moment, CancellationToken cancellationToken)
    {
        SignedAuthorization authorization = relay.Authorization;
        TransactionReceipt? receipt = await desk.Sender.FindReceiptAsync(relay.TransactionHash!.Value, cancellationToken);
        if (receipt is not null)
        {
            return AuthorizationPayment.IsIn(receipt, authorization) ? Paid(relay, receipt, moment) : relay;
        }

        PayerStanding standing = await desk.Sender.ReadStandingAsync(authorization.Terms.Token, authorization.Payer, authorization.Nonce, cancellationToken);
        return standing.IsUsed
            ? relay
            : relay.After(RelayFact.ForeignPaymentLeft, moment.Now) with { TransactionHash = null, Block = null, IsPaidByOther = false, UsedAt = null };
    }

    private async Task<ulong?> ReadFinalizedAsync(CancellationToken cancellationToken)
    {
        await using IGatewayTransaction transaction = await desk.Database.BeginReadAsync(cancellationToken);
        FollowedChain? followed = await transaction.Chains.FindAsync(desk.Chain.ChainId, cancellationToken);
        return followed?.Cursor.Finalized?.Number.Value;
    }
}
