using ChainTips.Identity;
using ChainTips.Ledger;

namespace ChainTips.Receipts;

/// <summary>The receipts, as they are kept.</summary>
public interface IReceiptBook
{
    /// <summary>Keeps a receipt.</summary>
    Task AddAsync(Receipt receipt, CancellationToken cancellationToken);

    /// <summary>A receipt by its unguessable id, or null.</summary>
    Task<Receipt?> FindAsync(Id<Receipt> id, CancellationToken cancellationToken);

    /// <summary>The id of a payment's receipt; null while the payment is not settled.</summary>
    Task<Id<Receipt>?> FindIdAsync(Id<Payment> paymentId, CancellationToken cancellationToken);
}
