using System.Globalization;
using ChainTips.Ledger;
using ChainTips.Money;
using ChainTips.Server.Http;

namespace ChainTips.Server.Api;

/// <summary><c>/v1/ledger</c>: the books.</summary>
internal static class LedgerEndpoints
{
    public static void Map(RouteGroupBuilder v1) => v1.MapGet("/ledger/trial-balance", ReadAsync)
        .WithTags("Ledger").WithSummary("Every account with its sums, and whether the books are right").NeedsKey();

    private static async Task<TrialBalanceView> ReadAsync(
        Caller caller, IGatewayDatabase database, CancellationToken cancellationToken)
    {
        await using IGatewayTransaction transaction = await database.BeginReadAsync(cancellationToken);
        TrialBalance balance = await transaction.Ledger.ReadTrialBalanceAsync(caller.PlatformId, cancellationToken);
        return new TrialBalanceView(balance.IsBalanced, balance.Faults, [.. balance.Accounts.Select(AccountView.Of)]);
    }
}

/// <summary>The trial balance of a platform.</summary>
/// <param name="Balanced">Whether debits equal credits in every token, and every entry is whole.</param>
/// <param name="Faults">What is wrong, a sentence each.</param>
/// <param name="Accounts">Every account.</param>
internal sealed record TrialBalanceView(bool Balanced, IReadOnlyList<string> Faults, IReadOnlyList<AccountView> Accounts);

/// <summary>An account with its sums in base units; voided entries do not count.</summary>
/// <param name="Kind"><c>outside</c> or <c>payee</c>.</param>
/// <param name="Holder">The payee's address; null for the outside world.</param>
/// <param name="Token">The token.</param>
/// <param name="PendingDebits">What it gave in pending entries.</param>
/// <param name="PendingCredits">What it received in pending entries.</param>
/// <param name="SettledDebits">What it gave in settled entries.</param>
/// <param name="SettledCredits">What it received in settled entries.</param>
internal sealed record AccountView(
    string Kind, string? Holder, TokenView Token, string PendingDebits, string PendingCredits, string SettledDebits, string SettledCredits)
{
    public static AccountView Of(AccountBalance balance) => new(
        PaymentRequestView.NameOf(balance.Account.Kind),
        balance.Account.Kind == AccountKind.Payee ? balance.Account.Holder.ToString() : null,
        TokenView.Of(balance.Account.Token),
        Digits(balance.PendingDebits),
        Digits(balance.PendingCredits),
        Digits(balance.SettledDebits),
        Digits(balance.SettledCredits));

    private static string Digits(TokenAmount amount) => amount.BaseUnits.ToString(CultureInfo.InvariantCulture);
}
