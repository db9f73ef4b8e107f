namespace ChainTips.Chain;

/// <summary>How far a node is believed about final history. Near the head every block is checked in any case.</summary>
public enum Verification
{
    /// <summary>The headers of a range must link, and every block whose bloom may hold a tip is read whole and checked against it.</summary>
    Bloom,

    /// <summary>What <c>eth_getLogs</c> answers is believed to be complete. Faster on busy chains, whose blooms are full.</summary>
    Trust,
}
