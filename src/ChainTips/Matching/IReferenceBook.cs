using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.PaymentRequests;
using ChainTips.Platforms;
using ChainTips.Tips;

namespace ChainTips.Matching;

/// <summary>Which payment references were issued. Whole blocks of tips are looked up at once.</summary>
public interface IReferenceBook
{
    /// <summary>What each reference names; one that was never issued here is left out.</summary>
    Task<IReadOnlyDictionary<Hash32, PaymentSubject>> FindAsync(
        IReadOnlyCollection<Hash32> paymentReferences, CancellationToken cancellationToken);

    /// <summary>The terms that nonces were issued for; a nonce that was never issued here is left out.</summary>
    Task<IReadOnlyDictionary<Hash32, IssuedTerms>> FindTermsAsync(IReadOnlyCollection<Hash32> nonces, CancellationToken cancellationToken);

    /// <summary>Who receives the fees of the terms that were given out for what some references name, or for the basket that it is in.</summary>
    /// <returns>The receivers for each reference; one without terms that have a fee is left out.</returns>
    Task<IReadOnlyDictionary<Hash32, IReadOnlySet<Address>>> FindFeeReceiversAsync(
        IReadOnlyCollection<Hash32> paymentReferences, CancellationToken cancellationToken);

    /// <summary>The requests whose forwarders are at some addresses; any other address is left out.</summary>
    Task<IReadOnlyDictionary<Address, PaymentRequest>> FindForwardersAsync(
        IReadOnlyCollection<Address> addresses, CancellationToken cancellationToken);

    /// <summary>What was decided about some transfers; the others are left out.</summary>
    Task<IReadOnlyDictionary<LogPosition, MatchDecision>> FindDecisionsAsync(
        IReadOnlyCollection<LogPosition> positions, CancellationToken cancellationToken);

    /// <summary>From which blocks on small payments on a chain are summed up, for each token in the order of the blocks.</summary>
    Task<IReadOnlyList<SumLimit>> ListSumLimitsAsync(ulong chainId, CancellationToken cancellationToken);

    /// <summary>The platform of the creator, or of the receiver of a refund, who is paid at each address; an address of nobody here is left out.</summary>
    Task<IReadOnlyDictionary<Address, Id<Platform>>> FindPlatformsOfPayeesAsync(
        IReadOnlyCollection<Address> payees, CancellationToken cancellationToken);
}
