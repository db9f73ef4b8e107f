using ChainTips.Ethereum.Primitives;
using ChainTips.Ledger;
using ChainTips.Money;
using ChainTips.Testing;

namespace ChainTips.Tests.Ledger;

internal sealed class TrialBalanceTests
{
    private static readonly LedgerAccount Outside = new(Given.PlatformId, AccountKind.Outside, Sample.Usdc, Address.Zero);
    private static readonly LedgerAccount Payee = new(Given.PlatformId, AccountKind.Payee, Sample.Usdc, Sample.Payee);
    private static readonly LedgerAccount DaiPayee = Payee with { Token = Sample.Dai };

    [Test]
    public void Books_without_accounts_are_right() => Assert.That(TrialBalance.Of([], []).IsBalanced, Is.True);

    [Test]
    public void Books_whose_debits_equal_their_credits_are_right()
    {
        TrialBalance trial = TrialBalance.Of(
            [Balance(Outside, 7, 0, 5, 0), Balance(Payee, 0, 4, 0, 5), Balance(Payee with { Holder = Sample.Stranger }, 0, 3, 0, 0)], []);

        Assert.That(trial.IsBalanced, Is.True);
        Assert.That(trial.Accounts, Has.Count.EqualTo(3));
    }

    [Test]
    public void Pending_and_settled_must_balance_each_on_its_own()
    {
        TrialBalance trial = TrialBalance.Of([Balance(Outside, 7, 0, 5, 0), Balance(Payee, 0, 5, 0, 7)], []);

        Assert.That(trial.IsBalanced, Is.False);
        Assert.That(trial.Faults, Has.Count.EqualTo(2));
        Assert.That(trial.Faults[0], Does.Contain("pending debits in USDC").And.Contains(" 7 ").And.Contains(" 5;"));
        Assert.That(trial.Faults[1], Does.Contain("settled debits in USDC").And.Contains(" 5 ").And.Contains(" 7;"));
    }

    [Test]
    public void Each_token_must_balance_on_its_own()
    {
        TrialBalance trial = TrialBalance.Of([Balance(Outside, 0, 0, 5, 0), Balance(DaiPayee, 0, 0, 0, 5)], []);

        Assert.That(trial.Faults, Has.Count.EqualTo(2));
        Assert.That(trial.Faults[0], Does.Contain(Sample.Usdc.Address.ToString()));
        Assert.That(trial.Faults[1], Does.Contain(Sample.Dai.Address.ToString()));
    }

    [Test]
    public void What_else_was_found_is_a_fault_too()
    {
        TrialBalance trial = TrialBalance.Of([], ["Journal entry 1 has no movement."]);

        Assert.That(trial.IsBalanced, Is.False);
        Assert.That(trial.Faults.Single(), Is.EqualTo("Journal entry 1 has no movement."));
    }

    [Test]
    public void A_sum_that_does_not_fit_throws_rather_than_wraps() =>
        Assert.That(
            () => TrialBalance.Of(
                [Balance(Payee, 0, 0, 0, UInt128.MaxValue), Balance(Payee with { Holder = Sample.Stranger }, 0, 0, 0, 1)], []),
            Throws.TypeOf<OverflowException>());

    private static AccountBalance Balance(
        LedgerAccount account, UInt128 pendingDebits, UInt128 pendingCredits, UInt128 settledDebits, UInt128 settledCredits)
    {
        return new AccountBalance(account, Of(pendingDebits), Of(pendingCredits), Of(settledDebits), Of(settledCredits));

        TokenAmount Of(UInt128 baseUnits) => new(baseUnits, account.Token);
    }
}
