namespace ChainTips.Policies;

/// <summary>How final a payment must be to count as paid, weakest first.</summary>
public enum FinalityDemand
{
    /// <summary>Its block was seen.</summary>
    Seen,

    /// <summary>Its block is safe, as the chain says it.</summary>
    Safe,

    /// <summary>Its block is final.</summary>
    Final,
}
