using ChainTips.Identity;
using ChainTips.Ledger;

namespace ChainTips.Receipts;

/// <summary>The receipts, as they are kept.</summary>
public interface IReceiptBook
{
    /// <summary>The receipts of a chain that are not written yet, oldest first.</summary>
    Task<IReadOnlyList<Receipt>> ListDueAsync(ulong chainId, int limit, CancellationToken cancellationToken);

    /// <summary>Writes the text of a receipt, once: one that is written stays as it is.</summary>
    Task WriteAsync(Id<Receipt> id, string document, CancellationToken cancellationToken);

    /// <summary>Keeps a receipt that is due.</summary>
    Task AddAsync(Receipt receipt, CancellationToken cancellationToken);

    /// <summary>A receipt by its unguessable id, or null.</summary>
    Task<Receipt?> FindAsync(Id<Receipt> id, CancellationToken cancellationToken);

    /// <summary>The id of a payment's receipt; null while the payment is not settled.</summary>
    Task<Id<Receipt>?> FindIdAsync(Id<Payment> paymentId, CancellationToken cancellationToken);
}
