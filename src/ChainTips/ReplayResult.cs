using ChainTips.Ethereum.Primitives;
using ChainTips.Ledger;

namespace ChainTips;

/// <summary>The books of a chain before and after they were built again.</summary>
/// <param name="Old">The heads of the old books.</param>
/// <param name="New">The heads of the new books.</param>
public sealed record ReplayResult(IReadOnlyList<LedgerHead> Old, IReadOnlyList<LedgerHead> New)
{
    /// <summary>The hash of all the old books.</summary>
    public Hash32 OldHash => LedgerHash.Combine(Old);

    /// <summary>The hash of all the new books.</summary>
    public Hash32 NewHash => LedgerHash.Combine(New);
}
