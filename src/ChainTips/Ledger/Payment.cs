using ChainTips.Identity;
using ChainTips.Matching;
using ChainTips.Tips;

namespace ChainTips.Ledger;

/// <summary>A tip that was matched: the fact that the ledger books.</summary>
/// <param name="Id">The payment's id, derived from where the tip stands on the chain.</param>
/// <param name="Tip">The tip, as it was seen in one block.</param>
/// <param name="Subject">What was paid for.</param>
/// <param name="Rung">By which evidence it was matched.</param>
public readonly record struct Payment(Id<Payment> Id, Tip Tip, PaymentSubject Subject, MatchRung Rung) : IIdentified
{
    /// <inheritdoc/>
    public static string IdPrefix => "pay";
}
