using ChainTips.Ethereum.Primitives;
using ChainTips.Tips;

namespace ChainTips.Ledger;

/// <summary>What the books say of one payment in one block: its cause and the movements it made.</summary>
/// <param name="Payment">The payment that caused the entry.</param>
/// <param name="Movement">The first movement; there is always one.</param>
/// <param name="Further">The movements after it.</param>
public readonly record struct JournalEntry(Payment Payment, Movement Movement, IReadOnlyList<Movement> Further)
{
    /// <summary>The entry of a tip: from the outside world to the payee.</summary>
    public static JournalEntry Of(in Payment payment)
    {
        Tip tip = payment.Tip;
        LedgerAccount outside = new(payment.Subject.PlatformId, AccountKind.Outside, tip.Amount.Token, Address.Zero);
        LedgerAccount payee = outside with { Kind = AccountKind.Payee, Holder = tip.Payee };
        return new JournalEntry(payment, new Movement(outside, payee, tip.Amount), []);
    }
}
