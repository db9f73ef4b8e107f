using ChainTips.Money;

namespace ChainTips.Ledger;

/// <summary>Every account of a platform with its sums, and the check that debits equal credits in each token.</summary>
/// <param name="Accounts">The accounts.</param>
/// <param name="Faults">What is wrong in the books, a sentence each; none in books that are right.</param>
public sealed record TrialBalance(IReadOnlyList<AccountBalance> Accounts, IReadOnlyList<string> Faults)
{
    /// <summary>Whether the books are right.</summary>
    public bool IsBalanced => Faults.Count == 0;

    /// <summary>Adds up the accounts and says what is wrong, together with what else was found.</summary>
    public static TrialBalance Of(IReadOnlyList<AccountBalance> accounts, IEnumerable<string> otherFaults)
    {
        List<string> faults = [.. otherFaults];
        foreach (IGrouping<Token, AccountBalance> token in accounts.GroupBy(balance => balance.Account.Token))
        {
            Compare(faults, token.Key, "pending", Sum(token, b => b.PendingDebits), Sum(token, b => b.PendingCredits));
            Compare(faults, token.Key, "settled", Sum(token, b => b.SettledDebits), Sum(token, b => b.SettledCredits));
        }

        return new TrialBalance(accounts, faults);
    }

    private static UInt128 Sum(IEnumerable<AccountBalance> balances, Func<AccountBalance, TokenAmount> amount) =>
        balances.Aggregate(UInt128.Zero, (sum, balance) => checked(sum + amount(balance).BaseUnits));

    private static void Compare(List<string> faults, Token token, string state, UInt128 debits, UInt128 credits)
    {
        if (debits != credits)
        {
            faults.Add($"The {state} debits in {token.Symbol} at {token.Address} are {debits} and the credits {credits}; they must be equal.");
        }
    }
}
