using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Money;

namespace ChainTips.Tips;

/// <summary>A tip whose money moved: the contract's log and the token's own log of the same transaction agree.</summary>
/// <param name="Location">Where the contract's log stands.</param>
/// <param name="Block">The block that the transaction is mined in now; a reorg may change it.</param>
/// <param name="Timestamp">The block's time.</param>
/// <param name="TransactionIndex">The transaction's place in its block, from 0.</param>
/// <param name="Router">The contract that emitted the log.</param>
/// <param name="PaymentReference">Which request or post is paid.</param>
/// <param name="Payer">Who paid.</param>
/// <param name="Payee">Who was paid.</param>
/// <param name="Amount">What the payee received.</param>
/// <param name="TransferPosition">Where the token's log stands in the same receipt, from 0.</param>
public readonly record struct Tip(
    LogPosition Location,
    BlockRef Block,
    DateTimeOffset Timestamp,
    int TransactionIndex,
    Address Router,
    Hash32 PaymentReference,
    Address Payer,
    Address Payee,
    TokenAmount Amount,
    int TransferPosition)
{
    /// <summary>What the platform took beside it; null when the tip states no fee.</summary>
    public TipFee? Fee { get; init; }
}
