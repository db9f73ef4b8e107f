using ChainTips.Identity;
using ChainTips.Ledger;

namespace ChainTips.Receipts;

/// <summary>The receipts, as they are kept.</summary>
public interface IReceiptBook
{
    /// <summary>The receipts of a chain that are not written yet, oldest first.</summary>
    Task<IReadOnlyList<Receipt>> ListDueAsync(ulong chainId, int limit, CancellationToken cancellationToken);

    /// <summary>Writes the text of a receipt, once: one that is written stays as it is.</summary>
    Task WriteAsync(Receipt receipt, string document, CancellationToken cancellationToken);

    /// <summary>Keeps receipts that are due.</summary>
    Task AddAsync(IReadOnlyList<Receipt> receipts, CancellationToken cancellationToken);

    /// <summary>A receipt by its unguessable id, written, due, or of a settled payment that nobody has asked about yet; or null.</summary>
    Task<Receipt?> FindAsync(Id<Receipt> id, CancellationToken cancellationToken);

    /// <summary>The id of a payment's receipt; null while the payment is not settled.</summary>
    Task<Id<Receipt>?> FindIdAsync(Id<Payment> paymentId, CancellationToken cancellationToken);
}
