using System.Globalization;
using System.Numerics;
using ChainTips.Identity;
using ChainTips.Ledger;
using ChainTips.Platforms;
using ChainTips.Simulation.Mining;
using ChainTips.Simulation.Oracle;

namespace ChainTips.Simulation.Running;

/// <summary>Compares what the product itself says of its books, as the API shows it, with what must be.</summary>
internal static class PublicBooks
{
    /// <summary>What differs, a sentence each.</summary>
    public static async Task<IReadOnlyList<string>> CompareAsync(
        IGatewayDatabase database, BookKeeper keeper, CancellationToken cancellationToken)
    {
        await using IGatewayTransaction books = await database.BeginReadAsync(cancellationToken);
        Platform platform = await books.Platforms.ReadLocalAsync(cancellationToken);
        TrialBalance balance = await books.Ledger.ReadTrialBalanceAsync(platform.Id, cancellationToken);
        List<string> faults = [.. balance.Faults];
        foreach (AccountBalance account in balance.Accounts.Where(one => one.Account.Kind == AccountKind.Payee))
        {
            string payee = SimulatedWorld.Text(account.Account.Holder);
            string token = SimulatedWorld.Text(account.Account.Token.Address);
            Require(faults, $"{payee} in {token}, pending", account.PendingCredits.BaseUnits, keeper.SumOf(payee, token, isSettled: false));
            Require(faults, $"{payee} in {token}, settled", account.SettledCredits.BaseUnits, keeper.SumOf(payee, token, isSettled: true));
        }

        int listed = 0;
        PageRequest<Payment> page = new(100, null);
        for (bool more = true; more;)
        {
            Page<BookedPayment> payments = await books.Ledger.ListPaymentsAsync(new PaymentFilter(platform.Id, null, null, null), page, cancellationToken);
            listed += payments.Items.Count(payment => payment.State != EntryState.Voided);
            more = payments.HasMore;
            page = new PageRequest<Payment>(100, more ? payments.Items[^1].Payment.Id : null);
        }

        Require(faults, "the number of payments that are listed", (UInt128)listed, keeper.DueCount);
        return faults;
    }

    private static void Require(List<string> faults, string what, UInt128 said, BigInteger due)
    {
        string text = said.ToString(CultureInfo.InvariantCulture);
        if (text != due.ToString(CultureInfo.InvariantCulture))
        {
            faults.Add($"the product says of {what}: {text}; it must be {due}");
        }
    }
}
