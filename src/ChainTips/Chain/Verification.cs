namespace ChainTips.Chain;

/// <summary>How far a node is believed. Near the head every block is checked in any case, at least as by <see cref="Bloom"/>.</summary>
public enum Verification
{
    /// <summary>
    /// Nothing is believed that can be recomputed: the hash of every header, and the receipts root of every block whose
    /// bloom may hold a tip. What a node can still do is to withhold the newest blocks.
    /// </summary>
    Proof,

    /// <summary>
    /// Hashes are believed as the node tells them. Headers must link, and every block whose bloom may hold a tip is read
    /// whole and checked against that bloom.
    /// </summary>
    Bloom,

    /// <summary>What <c>eth_getLogs</c> answers about final history is believed to be complete. For test networks.</summary>
    Trust,
}
