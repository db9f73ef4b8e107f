using System.Runtime.InteropServices;
using ChainTips.Chain;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;
using ChainTips.Money;

namespace ChainTips.Tips;

/// <summary>Finds the tips in a receipt: each <c>TipSent</c> of our contract together with the token's own <c>Transfer</c>.</summary>
/// <remarks>
/// A <c>TipSent</c> owns the nearest unused <c>Transfer</c> of its token to its payee before it. The transfer is the proof;
/// an event of any other contract, a status or calldata proves nothing. A failed transaction has no logs and no tips.
/// </remarks>
/// <param name="settings">The chain, the contract and the tokens that count.</param>
public sealed class TipDecoder(ChainSettings settings)
{
    /// <summary>Adds every log of the block that has the contract's topic, decoded or refused, in the order of the block.</summary>
    public void Decode(ObservedBlock block, DecodedTips decoded)
    {
        foreach (TransactionReceipt receipt in block.Receipts)
        {
            if (receipt.Succeeded)
            {
                DecodeReceipt(block, receipt, decoded);
            }
        }
    }

    private void DecodeReceipt(ObservedBlock block, TransactionReceipt receipt, DecodedTips decoded)
    {
        int first = decoded.Tips.Count;
        bool withFee = false;
        for (int i = 0; i < receipt.Logs.Count; i++)
        {
            ChainLog log = receipt.Logs[i];
            if (log.Topics.Count > 0 && log.Topics[0] == TipSent.Topic)
            {
                if (DecodeLog(block, receipt, log, CollectionsMarshal.AsSpan(decoded.Tips)[first..], out Tip tip) is RefusedTip refused)
                {
                    decoded.Refused.Add(refused);
                }
                else
                {
                    decoded.Tips.Add(tip);
                    withFee |= tip.Fee is not null;
                }
            }
            else if (log.Address == settings.Router && TipFailed.Decode(log) is TipSent failed)
            {
                decoded.Refused.Add(ToRefused(block, receipt, log, failed));
            }
        }

        if (withFee)
        {
            TipFeeFinder.Complete(receipt, settings.Router, CollectionsMarshal.AsSpan(decoded.Tips)[first..]);
        }

        if (receipt.Logs.Count != 2 * (decoded.Tips.Count - first))
        {
            LooseTransferFinder.Find(settings, block, receipt, CollectionsMarshal.AsSpan(decoded.Tips)[first..], decoded.Loose);
        }
    }

    // `before` are the tips of the same receipt that were found before this log.
    private RefusedTip? DecodeLog(ObservedBlock block, TransactionReceipt receipt, ChainLog log, ReadOnlySpan<Tip> before, out Tip tip)
    {
        tip = default;
        LogPosition location = new(settings.ChainId, receipt.TransactionHash, log.Position);
        TipSent? decoded = TipSent.Decode(log);
        if (log.Address != settings.Router)
        {
            return Refuse(RefusalReason.ForeignContract,
                $"The log was emitted by {log.Address}, not by the tipping contract {settings.Router}.");
        }

        if (decoded is not TipSent stated)
        {
            return Refuse(RefusalReason.MalformedLog, "The log has the topic of TipSent but not its shape.");
        }

        if (settings.FindToken(stated.Token) is not Token token)
        {
            return Refuse(RefusalReason.TokenNotAllowed, $"The token {stated.Token} is not allowed on chain {settings.ChainId}.");
        }

        if (!stated.Amount.TryToUInt128(out UInt128 baseUnits))
        {
            return Refuse(RefusalReason.AmountTooLarge, $"The amount {stated.Amount} does not fit in 128 bits.");
        }

        if (baseUnits == 0)
        {
            return Refuse(RefusalReason.MalformedLog, "The tip states an amount of zero, which TipRouter never does.");
        }

        if (!stated.Fee.TryToUInt128(out UInt128 fee) || fee > baseUnits)
        {
            return Refuse(RefusalReason.MalformedLog, $"The tip states a fee of {stated.Fee} base units, more than its amount {baseUnits}, which TipRouter never does.");
        }

        if (FindTransfer(receipt, log.Position, stated, before) is not TokenTransfer transfer)
        {
            return Refuse(RefusalReason.TransferMissing,
                $"No Transfer of {stated.Token} to {stated.Payee} stands before the tip in its receipt.");
        }

        // Where the payer signed, the contract takes the money first and pays it out itself.
        if ((transfer.From != stated.Payer && transfer.From != settings.Router) || transfer.Amount != stated.Amount)
        {
            return Refuse(RefusalReason.TransferDiffers,
                $"The tip states {stated.Amount} from {stated.Payer}; the Transfer at position {transfer.Position} moved {transfer.Amount} from {transfer.From}.");
        }

        tip = new Tip(
            location, block.Block, block.Timestamp, receipt.TransactionIndex, log.Address, stated.PaymentReference,
            stated.Payer, stated.Payee, new TokenAmount(baseUnits, token), transfer.Position)
        {
            Fee = fee > 0 ? new TipFee(fee, null) : null,
        };
        return null;

        RefusedTip Refuse(RefusalReason reason, string explanation) =>
            new(location, block.Block, log.Address, decoded, reason, explanation);
    }

    private RefusedTip ToRefused(ObservedBlock block, TransactionReceipt receipt, ChainLog log, in TipSent failed) => new(
        new LogPosition(settings.ChainId, receipt.TransactionHash, log.Position),
        block.Block,
        log.Address,
        failed,
        RefusalReason.PayeeFailed,
        $"The token did not let {failed.Payee} be paid {failed.Amount} base units, so the money is with the payer {failed.Payer}; the other payees of the transaction were paid.");

    private static TokenTransfer? FindTransfer(TransactionReceipt receipt, int end, in TipSent stated, ReadOnlySpan<Tip> before)
    {
        for (int position = end - 1; position >= 0; position--)
        {
            if (TokenTransfer.Decode(receipt.Logs[position]) is TokenTransfer transfer
                && transfer.Token == stated.Token
                && transfer.To == stated.Payee
                && !IsUsed(position, before))
            {
                return transfer;
            }
        }

        return null;
    }

    internal static bool IsUsed(int position, ReadOnlySpan<Tip> before)
    {
        foreach (ref readonly Tip tip in before)
        {
            if (tip.TransferPosition == position)
            {
                return true;
            }
        }

        return false;
    }
}
