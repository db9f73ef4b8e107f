namespace ChainTips.PaymentRequests;

/// <summary>Up to which amounts of one token a payment counts as paid before it is final.</summary>
/// <param name="UpToSeen">Up to this many base units it is enough that the payment was seen; 0 for never.</param>
/// <param name="UpToSafe">Up to this many base units it is enough that it is safe; not below <paramref name="UpToSeen"/>.</param>
public sealed record FinalityThresholds(UInt128 UpToSeen, UInt128 UpToSafe)
{
    /// <summary>Up to this many base units it is enough that a payment is safe.</summary>
    public UInt128 UpToSafe { get; init; } = UpToSafe >= UpToSeen
        ? UpToSafe
        : throw new ArgumentOutOfRangeException(
            nameof(UpToSafe), UpToSafe, $"An amount that counts when it is seen counts when it is safe, so this must be {UpToSeen} or more.");
}
