namespace ChainTips.Testing;

/// <summary>What a decoder did with one input.</summary>
public enum Verdict
{
    /// <summary>It refused the input as it documents.</summary>
    Refused,

    /// <summary>It read the input, and what it read is right.</summary>
    Accepted,

    /// <summary>It answered what it must not answer.</summary>
    Wrong,
}
