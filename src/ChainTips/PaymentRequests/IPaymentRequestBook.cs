using ChainTips.Identity;
using ChainTips.Platforms;

namespace ChainTips.PaymentRequests;

/// <summary>The payment requests, as they are kept.</summary>
public interface IPaymentRequestBook
{
    /// <summary>Keeps a new request.</summary>
    Task AddAsync(PaymentRequest request, CancellationToken cancellationToken);

    /// <summary>Keeps terms that are given out to be signed.</summary>
    /// <param name="issued">The terms, and the request that they pay.</param>
    /// <param name="now">When.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    Task AddTermsAsync(IssuedTerms issued, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Keeps that a platform took a request back, as of the newest block that is applied. It is kept once for each request.</summary>
    Task CancelAsync(Id<PaymentRequest> id, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>A request by its unguessable id alone, or null: the payer's page knows no platform.</summary>
    Task<TrackedRequest?> FindAsync(Id<PaymentRequest> id, CancellationToken cancellationToken);

    /// <summary>The requests that pay a payment back, oldest first.</summary>
    /// <param name="payment">The bits of the payment's id.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    Task<IReadOnlyList<TrackedRequest>> ListRefundsAsync(UInt128 payment, CancellationToken cancellationToken);

    /// <summary>The items of a basket, in the order in which they were asked for.</summary>
    Task<IReadOnlyList<TrackedRequest>> ListItemsAsync(Id<PaymentRequest> basket, CancellationToken cancellationToken);

    /// <summary>The requests of a platform, newest first; items stand with their basket alone.</summary>
    Task<Page<TrackedRequest>> ListAsync(
        Id<Platform> platformId, PageRequest<PaymentRequest> page, CancellationToken cancellationToken);
}
