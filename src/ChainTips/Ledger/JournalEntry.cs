using ChainTips.Ethereum.Primitives;
using ChainTips.Matching;
using ChainTips.Tips;

namespace ChainTips.Ledger;

/// <summary>What the books say of one payment in one block: its cause and the movements it made.</summary>
/// <param name="Payment">The payment that caused the entry.</param>
/// <param name="Movement">The first movement; there is always one.</param>
/// <param name="Further">The movements after it.</param>
public readonly record struct JournalEntry(Payment Payment, Movement Movement, IReadOnlyList<Movement> Further)
{
    /// <summary>Why the payment was matched so; null where its logs say all of it.</summary>
    public MatchEvidence? Evidence { get; init; }

    /// <summary>The entry of a payment, between the accounts that its kind says, with the platform's fee beside it.</summary>
    public static JournalEntry Of(in Payment payment)
    {
        Tip tip = payment.Tip;
        LedgerAccount outside = new(payment.Subject.PlatformId, AccountKind.Outside, tip.Amount.Token, Address.Zero);
        LedgerAccount payer = outside with { Holder = tip.Payer };
        LedgerAccount payee = outside with { Holder = tip.Payee };
        (LedgerAccount debit, LedgerAccount credit) = payment.Kind switch
        {
            PaymentKind.Payment => (outside, payee with { Kind = AccountKind.Payee }),
            PaymentKind.Deposit => (outside, payee with { Kind = AccountKind.InTransit }),
            PaymentKind.Delivery => (payer with { Kind = AccountKind.InTransit }, payee with { Kind = AccountKind.Payee }),
            PaymentKind.Refund => (payer with { Kind = AccountKind.Payee }, outside),
            PaymentKind.Doubt => (outside, payee with { Kind = AccountKind.Suspense }),
            PaymentKind.Assignment => (payee with { Kind = AccountKind.Suspense }, payee with { Kind = AccountKind.Payee }),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        Movement[] fees = tip.Fee is { Receiver: Address receiver } fee
            ? [new Movement(outside, outside with { Kind = AccountKind.Fees, Holder = receiver }, tip.Amount with { BaseUnits = fee.BaseUnits })]
            : [];
        return new JournalEntry(payment, new Movement(debit, credit, tip.Amount), fees);
    }
}
