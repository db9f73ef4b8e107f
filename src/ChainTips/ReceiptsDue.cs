using ChainTips.Ledger;
using ChainTips.Receipts;

namespace ChainTips;

/// <summary>What settling payments owes their payers.</summary>
internal static class ReceiptsDue
{
    /// <summary>From here on the payments have receipts; their texts are written by <see cref="ReceiptIssuer"/>, which needs the node.</summary>
    public static Task OweAsync(
        this IReceiptBook receipts, IEnumerable<Payment> settled, DateTimeOffset now, CancellationToken cancellationToken) =>
        receipts.AddAsync([.. settled.Select(payment => Receipt.DueFor(payment, now)).OfType<Receipt>()], cancellationToken);
}
