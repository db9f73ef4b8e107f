namespace ChainTips.Policies;

/// <summary>How final a payment must be, by its amount in base units. The default value demands that every payment is final.</summary>
/// <param name="Seen">Up to how much it is enough that the block was seen; null for no amount.</param>
/// <param name="Safe">Up to how much it is enough that the block is safe; null for no amount beyond <paramref name="Seen"/>.</param>
public readonly record struct FinalityLimits(UInt128? Seen, UInt128? Safe)
{
    /// <summary>How final a payment of that many base units must be.</summary>
    public FinalityDemand DemandFor(UInt128 baseUnits) =>
        baseUnits <= Seen ? FinalityDemand.Seen : baseUnits <= Safe ? FinalityDemand.Safe : FinalityDemand.Final;
}
