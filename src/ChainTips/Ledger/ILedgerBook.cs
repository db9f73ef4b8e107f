using ChainTips.Identity;
using ChainTips.PaymentRequests;
using ChainTips.Platforms;

namespace ChainTips.Ledger;

/// <summary>The books as they are read.</summary>
public interface ILedgerBook
{
    /// <summary>A payment of the platform, or null.</summary>
    Task<BookedPayment?> FindPaymentAsync(Id<Platform> platformId, Id<Payment> id, CancellationToken cancellationToken);

    /// <summary>The payments of the platform, newest first.</summary>
    /// <param name="filter">Which payments.</param>
    /// <param name="page">Which part of the list.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    Task<Page<BookedPayment>> ListPaymentsAsync(
        PaymentFilter filter, PageRequest<Payment> page, CancellationToken cancellationToken);

    /// <summary>
    /// Payments among the newest <see cref="OddAmong"/> entries of the books that are in another token than their request asks for, or the newest one
    /// of a request that received more than it asks for; without those that were put away. Refunds are not looked at.
    /// </summary>
    /// <param name="platformId">The platform.</param>
    /// <param name="limit">How many at most, newest first.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    Task<IReadOnlyList<BookedPayment>> ListOddAsync(Id<Platform> platformId, int limit, CancellationToken cancellationToken);

    /// <summary>How many entries are looked through for odd payments, so that looking takes as long in large books as in small ones.</summary>
    const int OddAmong = 100_000;

    /// <summary>What lies at deposit addresses of the platform, those of the newest payment requests first; also what is pending.</summary>
    /// <param name="platformId">The platform.</param>
    /// <param name="page">Which part of the list: after which payment request, and how many; what one request holds in several tokens stays together.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    Task<Page<HeldDeposit>> ListHeldAsync(
        Id<Platform> platformId, PageRequest<PaymentRequest> page, CancellationToken cancellationToken);

    /// <summary>The accounts of the platform with their sums, and everything that is wrong in the books.</summary>
    Task<TrialBalance> ReadTrialBalanceAsync(Id<Platform> platformId, CancellationToken cancellationToken);
}
