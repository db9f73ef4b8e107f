using ChainTips.Money;

namespace ChainTips.Ledger;

/// <summary>What an account gave and received, as far as it counts: voided entries do not.</summary>
/// <param name="Account">The account.</param>
/// <param name="PendingDebits">What it gave in pending entries.</param>
/// <param name="PendingCredits">What it received in pending entries.</param>
/// <param name="SettledDebits">What it gave in settled entries.</param>
/// <param name="SettledCredits">What it received in settled entries.</param>
public sealed record AccountBalance(
    LedgerAccount Account,
    TokenAmount PendingDebits,
    TokenAmount PendingCredits,
    TokenAmount SettledDebits,
    TokenAmount SettledCredits);
