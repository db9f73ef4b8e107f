using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.Platforms;

namespace ChainTips.Matching;

/// <summary>Which payment references were issued.</summary>
public interface IReferenceBook
{
    /// <summary>What a reference names, or null when it was never issued here.</summary>
    Task<PaymentSubject?> FindAsync(Hash32 paymentReference, CancellationToken cancellationToken);

    /// <summary>The platform of the creator who is paid at an address, or null when it is nobody's here.</summary>
    Task<Id<Platform>?> FindPlatformOfPayeeAsync(Address payee, CancellationToken cancellationToken);
}
