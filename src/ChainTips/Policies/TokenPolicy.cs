using ChainTips.Money;

namespace ChainTips.Policies;

/// <summary>The rules of one token that may be paid with. All amounts are in its base units.</summary>
/// <param name="Token">The token.</param>
public sealed record TokenPolicy(Token Token)
{
    /// <summary>The least that one payment may be; null for one base unit.</summary>
    public UInt128? Minimum { get; init; }

    /// <summary>The most that one payment may be; null for no limit.</summary>
    public UInt128? Maximum { get; init; }

    /// <summary>How much may be paid in a day.</summary>
    public PerParty<UInt128> AmountPerDay { get; init; }

    /// <summary>The platform's fee; null for none.</summary>
    public FeeSchedule? Fee { get; init; }

    /// <summary>How final a payment must be to count as paid.</summary>
    public FinalityLimits Finality { get; init; }

    /// <summary>What gas may cost beside a payment; null for whatever it does.</summary>
    public GasFloor? Gas { get; init; }
}
