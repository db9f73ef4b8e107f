using ChainTips.Chain;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;
using ChainTips.Money;

namespace ChainTips.Tips;

/// <summary>Finds the transfers in a receipt that no tip owns.</summary>
internal static class LooseTransferFinder
{
    /// <summary>Adds them in the order of the receipt. A transfer of nothing, or of more than 128 bits, is no payment; nor is one to or from the tipping contract.</summary>
    /// <param name="settings">The chain and the tokens that count.</param>
    /// <param name="block">The block.</param>
    /// <param name="receipt">A receipt in it that succeeded.</param>
    /// <param name="tips">The tips of the receipt.</param>
    /// <param name="loose">Where they are added.</param>
    public static void Find(
        ChainSettings settings, ObservedBlock block, TransactionReceipt receipt, ReadOnlySpan<Tip> tips, List<LooseTransfer> loose)
    {
        List<(TokenTransfer Transfer, TokenAmount Amount)> transfers = FindAll(settings, receipt);
        Dictionary<TokenTransfer, int> twins = [];
        foreach ((TokenTransfer transfer, _) in transfers)
        {
            twins[transfer with { Position = 0 }] = 1 + twins.GetValueOrDefault(transfer with { Position = 0 });
        }

        foreach ((TokenTransfer transfer, TokenAmount amount) in transfers)
        {
            if (!TipDecoder.IsUsed(transfer.Position, tips))
            {
                loose.Add(new LooseTransfer(
                    new LogPosition(settings.ChainId, receipt.TransactionHash, transfer.Position),
                    block.Block,
                    block.Timestamp,
                    receipt.TransactionIndex,
                    transfer.From,
                    transfer.To,
                    amount,
                    FindNonce(receipt, transfer),
                    twins[transfer with { Position = 0 }],
                    block.Calls.GetValueOrDefault(receipt.TransactionHash)));
            }
        }
    }

    private static List<(TokenTransfer Transfer, TokenAmount Amount)> FindAll(ChainSettings settings, TransactionReceipt receipt)
    {
        List<(TokenTransfer, TokenAmount)> found = [];
        foreach (ChainLog log in receipt.Logs)
        {
            if (TokenTransfer.Decode(log) is TokenTransfer transfer
                && transfer.From != settings.Router
                && transfer.To != settings.Router
                && settings.FindToken(transfer.Token) is Token token
                && transfer.Amount.TryToUInt128(out UInt128 baseUnits)
                && baseUnits > 0)
            {
                found.Add((transfer, new TokenAmount(baseUnits, token)));
            }
        }

        return found;
    }

    /// <remarks>EIP-3009 tokens mark the authorization as used and then move the money, so the two logs are neighbours.</remarks>
    private static Hash32? FindNonce(TransactionReceipt receipt, TokenTransfer transfer) =>
        transfer.Position > 0
        && receipt.Logs[transfer.Position - 1] is ChainLog before
        && before.Address == transfer.Token
        && AuthorizationUsed.Decode(before) is AuthorizationUsed used
        && used.Authorizer == transfer.From
            ? used.Nonce
            : null;
}
