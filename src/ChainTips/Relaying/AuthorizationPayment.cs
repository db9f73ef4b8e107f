using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;
using ChainTips.Tips;

namespace ChainTips.Relaying;

/// <summary>Whether a transaction did what an authorization asks for, as its logs prove: never its status alone, nor that the nonce is used.</summary>
public static class AuthorizationPayment
{
    /// <summary>
    /// Whether the receipt shows the token's <c>AuthorizationUsed</c> of this payer and nonce, and directly after it the token's exact
    /// <c>Transfer</c> from the payer. Whoever sent the transaction, the payer has paid then.
    /// </summary>
    public static bool IsIn(TransactionReceipt receipt, SignedAuthorization authorization)
    {
        if (!receipt.Succeeded)
        {
            return false;
        }

        Address token = authorization.Terms.Token;
        AuthorizationUsed wanted = new(authorization.Payer, authorization.Nonce);
        for (int i = 0; i + 1 < receipt.Logs.Count; i++)
        {
            if (receipt.Logs[i].Address == token
                && AuthorizationUsed.Decode(receipt.Logs[i]) == wanted
                && TokenTransfer.Decode(receipt.Logs[i + 1]) is TokenTransfer transfer
                && transfer.Token == token
                && transfer.From == authorization.Payer
                && transfer.To == authorization.FirstReceiver
                && transfer.Amount == authorization.Total)
            {
                return true;
            }
        }

        return false;
    }
}
