using ChainTips.Identity;
using ChainTips.Matching;
using ChainTips.Tips;

namespace ChainTips.Ledger;

/// <summary>A transfer that was matched: the fact that the ledger books.</summary>
/// <param name="Id">The payment's id, derived from where the token's log stands on the chain: one transfer is booked once, whatever names it.</param>
/// <param name="Tip">The transfer with its evidence, as it was seen in one block.</param>
/// <param name="Subject">What was paid for.</param>
/// <param name="Rung">By which evidence it was matched.</param>
/// <param name="Kind">What the transfer was.</param>
public readonly record struct Payment(Id<Payment> Id, Tip Tip, PaymentSubject Subject, MatchRung Rung, PaymentKind Kind) : IIdentified
{
    /// <inheritdoc/>
    public static string IdPrefix => "pay";

    /// <summary>
    /// How many further transfers of the same block, for the same and of the same kind, the amount covers: each was less than the least that is wanted.
    /// Nearly always none.
    /// </summary>
    public int Others { get; init; }
}
