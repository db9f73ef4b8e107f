using ChainTips.Identity;
using ChainTips.Ledger;
using ChainTips.Platforms;

namespace ChainTips.Receipts;

/// <summary>The proof of a payment that its payer is given, issued when the payment is settled.</summary>
/// <param name="Id">The receipt's id, derived from the payment's.</param>
/// <param name="PaymentId">The payment.</param>
/// <param name="PlatformId">The platform that was paid through.</param>
/// <param name="Document">The receipt itself, JSON, kept byte for byte.</param>
/// <param name="IssuedAt">When it was issued.</param>
public sealed record Receipt(
    Id<Receipt> Id, Id<Payment> PaymentId, Id<Platform> PlatformId, string Document, DateTimeOffset IssuedAt) : IIdentified
{
    /// <inheritdoc/>
    public static string IdPrefix => "rc";
}
