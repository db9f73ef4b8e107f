using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.Platforms;

namespace ChainTips.Matching;

/// <summary>Which payment references were issued. Whole blocks of tips are looked up at once.</summary>
public interface IReferenceBook
{
    /// <summary>What each reference names; one that was never issued here is left out.</summary>
    Task<IReadOnlyDictionary<Hash32, PaymentSubject>> FindAsync(
        IReadOnlyCollection<Hash32> paymentReferences, CancellationToken cancellationToken);

    /// <summary>The platform of the creator who is paid at each address; an address of nobody here is left out.</summary>
    Task<IReadOnlyDictionary<Address, Id<Platform>>> FindPlatformsOfPayeesAsync(
        IReadOnlyCollection<Address> payees, CancellationToken cancellationToken);
}
