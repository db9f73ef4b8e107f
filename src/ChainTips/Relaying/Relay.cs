using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.PaymentRequests;
using ChainTips.Platforms;

namespace ChainTips.Relaying;

/// <summary>A signed authorization that the gateway has taken on to bring to the chain, at the operator's cost.</summary>
/// <param name="Id">Its id.</param>
/// <param name="PlatformId">The platform that handed it in.</param>
/// <param name="RequestId">The payment request that it pays.</param>
/// <param name="Authorization">What was signed.</param>
/// <param name="Gas">The gas that it needs: as simulated when it was taken, as used once it is in a final block.</param>
/// <param name="AcceptedAt">When it was taken.</param>
public sealed record Relay(
    Id<Relay> Id,
    Id<Platform> PlatformId,
    Id<PaymentRequest> RequestId,
    SignedAuthorization Authorization,
    ulong Gas,
    DateTimeOffset AcceptedAt) : IIdentified
{
    /// <inheritdoc/>
    public static string IdPrefix => "rel";

    /// <summary>How far it is.</summary>
    public RelayStatus Status { get; init; }

    /// <summary>Why it waits or was given up, in a sentence; null when there is nothing to say.</summary>
    public string? Reason { get; init; }

    /// <summary>The transaction that it is paid by, or that carries it now; null before that.</summary>
    public Hash32? TransactionHash { get; init; }

    /// <summary>Whether somebody else's transaction paid it.</summary>
    public bool IsPaidByOther { get; init; }

    /// <summary>The block of the payment; null before that.</summary>
    public BlockNumber? Block { get; init; }

    /// <summary>The head at which its nonce was first found to be used although no payment was seen; null while it was not.</summary>
    public BlockNumber? UsedAt { get; init; }

    /// <summary>When it became what it is.</summary>
    public DateTimeOffset ChangedAt { get; init; } = AcceptedAt;

    /// <summary>Not before then is it looked at again.</summary>
    public DateTimeOffset NextLookAt { get; init; } = AcceptedAt;

    /// <summary>The relay after a fact.</summary>
    /// <exception cref="InvalidOperationException">The fact cannot happen to it.</exception>
    public Relay After(RelayFact fact, DateTimeOffset now)
    {
        RelayStatus next = RelayStateTable.Demand(Status, fact);
        return next == Status ? this : this with { Status = next, ChangedAt = now, NextLookAt = now, Reason = null };
    }
}
