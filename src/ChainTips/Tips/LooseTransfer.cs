using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Money;

namespace ChainTips.Tips;

/// <summary>A transfer of an allowed token that is not credited by the tipping contract's own log, with all that may say what it was for.</summary>
/// <param name="Location">Where the token's log stands: the identity of the payment.</param>
/// <param name="Block">The block that it is mined in now.</param>
/// <param name="Timestamp">The block's time.</param>
/// <param name="TransactionIndex">The transaction's place in its block, from 0.</param>
/// <param name="From">Whose balance shrank.</param>
/// <param name="To">Whose balance grew.</param>
/// <param name="Amount">By how much; never zero.</param>
/// <param name="Nonce">The nonce of the authorization by <paramref name="From"/> whose log stands right before this one; null if none does.</param>
/// <param name="Twins">How many transfers of the transaction have the same token, sides and amount, this one counted.</param>
/// <param name="Call">What the transaction asked for; null where it was not read.</param>
public sealed record LooseTransfer(
    LogPosition Location,
    BlockRef Block,
    DateTimeOffset Timestamp,
    int TransactionIndex,
    Address From,
    Address To,
    TokenAmount Amount,
    Hash32? Nonce,
    int Twins,
    TransactionCall? Call)
{
    /// <summary>The tip of the contract that owns the transfer, and was refused; null when none does.</summary>
    public Tip? Stated { get; init; }

    /// <summary>The transfer of a tip that was refused.</summary>
    public static LooseTransfer Of(in Tip tip) => new(
        tip.Location with { Position = tip.TransferPosition },
        tip.Block,
        tip.Timestamp,
        tip.TransactionIndex,
        tip.Payer,
        tip.Payee,
        tip.Amount,
        null,
        1,
        null)
    {
        Stated = tip,
    };
}
