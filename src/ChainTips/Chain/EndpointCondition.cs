namespace ChainTips.Chain;

/// <summary>What an endpoint is good for now.</summary>
public enum EndpointCondition
{
    /// <summary>It was not found yet to serve the configured chain.</summary>
    Unverified,

    /// <summary>It is asked.</summary>
    Ready,

    /// <summary>It failed or lied lately; others are asked before it.</summary>
    Resting,

    /// <summary>It serves another chain and is not asked any more.</summary>
    Excluded,
}
