using ChainTips.Identity;
using ChainTips.Ledger;
using ChainTips.Matching;
using ChainTips.Platforms;

namespace ChainTips.Receipts;

/// <summary>The proof of a payment that its payer is given, issued when the payment is settled.</summary>
/// <param name="PaymentId">The payment.</param>
/// <param name="PlatformId">The platform that was paid through.</param>
/// <param name="ChainId">The chain that was paid on.</param>
/// <param name="Document">The receipt itself, JSON, kept byte for byte; null until it is written.</param>
/// <param name="DueSince">Since when it is due: when the payment was settled.</param>
public sealed record Receipt(
    Id<Payment> PaymentId, Id<Platform> PlatformId, ulong ChainId, string? Document, DateTimeOffset DueSince) : IIdentified
{
    /// <inheritdoc/>
    public static string IdPrefix => "rc";

    /// <summary>The receipt's id: the number of its payment, which nobody can guess either.</summary>
    public Id<Receipt> Id => IdOf(PaymentId);

    /// <summary>The receipt that is due for a settled payment.</summary>
    /// <returns>
    /// Null for what nobody outside is owed a receipt for: a delivery, whose deposit has one, a doubt, until it is decided, and a sum of payments
    /// that are smaller than is wanted.
    /// </returns>
    public static Receipt? DueFor(in Payment payment, DateTimeOffset now) => payment.Others > 0 || payment.Kind is PaymentKind.Delivery or PaymentKind.Doubt
        ? null
        : new Receipt(payment.Id, payment.Subject.PlatformId, payment.Tip.Location.ChainId, null, now);

    /// <summary>The id of a payment's receipt.</summary>
    public static Id<Receipt> IdOf(Id<Payment> paymentId) => new(paymentId.Bits);
}
