using ChainTips.Money;

namespace ChainTips.Ledger;

/// <summary>Money that went from one account to another: one row with both sides, so that no entry can be out of balance.</summary>
/// <param name="Debit">The account that gives.</param>
/// <param name="Credit">The account that receives.</param>
/// <param name="Amount">How much, positive, in the token of both accounts.</param>
public readonly record struct Movement(LedgerAccount Debit, LedgerAccount Credit, TokenAmount Amount);
