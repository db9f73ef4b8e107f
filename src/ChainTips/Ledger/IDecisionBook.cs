using ChainTips.Identity;
using ChainTips.Matching;
using ChainTips.Tips;

namespace ChainTips.Ledger;

/// <summary>The decisions about transfers that matched nothing, as they are kept. They are booked by whoever follows the chain.</summary>
public interface IDecisionBook
{
    /// <summary>Keeps a decision; false when there is one about the same transfer already.</summary>
    /// <param name="decision">The decision.</param>
    /// <param name="payment">The id of the payment that comes of it.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    Task<bool> AddAsync(MatchDecision decision, Id<Payment> payment, CancellationToken cancellationToken);

    /// <summary>The decision about a transfer, or null.</summary>
    Task<MatchDecision?> FindAsync(LogPosition transfer, CancellationToken cancellationToken);

    /// <summary>As what a payment is in the books and counts; null when it is not.</summary>
    Task<PaymentKind?> FindKindAsync(Id<Payment> payment, CancellationToken cancellationToken);

    /// <summary>Decisions about transfers on a chain whose payments are not in the books yet, oldest first.</summary>
    Task<IReadOnlyList<MatchDecision>> ListDueAsync(ulong chainId, CancellationToken cancellationToken);
}
