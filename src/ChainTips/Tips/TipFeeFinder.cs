using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Tips;

/// <summary>Finds who received the fees that tips state.</summary>
/// <remarks>
/// The tipping contract pays the fees of all tips of a call at once, after the last of them. So a transfer out of the contract proves the
/// fees of the tips before it when it is exactly their sum; what goes back to the payer is none.
/// </remarks>
internal static class TipFeeFinder
{
    /// <summary>Completes the fees of the tips of a receipt, where a transfer proves them.</summary>
    /// <param name="receipt">The receipt.</param>
    /// <param name="router">The tipping contract.</param>
    /// <param name="tips">Its tips, in its order.</param>
    public static void Complete(TransactionReceipt receipt, Address router, Span<Tip> tips)
    {
        int first = 0;
        UInt128 sum = 0;
        for (int i = 0; i < tips.Length; i++)
        {
            if (i > first && (tips[i].Amount.Token != tips[first].Amount.Token || tips[i].Payer != tips[first].Payer))
            {
                (first, sum) = (i, 0);
            }

            UInt128 fee = tips[i].Fee?.BaseUnits ?? 0;
            sum = fee > UInt128.MaxValue - sum ? UInt128.MaxValue : sum + fee;
            int end = i + 1 < tips.Length ? tips[i + 1].Location.Position : receipt.Logs.Count;
            if (sum > 0 && FindReceiver(receipt, router, tips[i], sum, end) is Address receiver)
            {
                foreach (ref Tip tip in tips[first..(i + 1)])
                {
                    tip = tip with { Fee = tip.Fee is TipFee stated ? stated with { Receiver = receiver } : null };
                }

                (first, sum) = (i + 1, 0);
            }
        }
    }

    private static Address? FindReceiver(TransactionReceipt receipt, Address router, in Tip last, UInt128 sum, int end)
    {
        for (int position = last.Location.Position + 1; position < end; position++)
        {
            if (TokenTransfer.Decode(receipt.Logs[position]) is TokenTransfer transfer
                && transfer.Token == last.Amount.Token.Address
                && transfer.From == router
                && transfer.To != last.Payer
                && transfer.Amount == sum)
            {
                return transfer.To;
            }
        }

        return null;
    }
}
