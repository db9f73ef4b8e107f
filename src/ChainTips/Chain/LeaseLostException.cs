namespace ChainTips.Chain;

/// <summary>Another gateway follows the chain now; what was to be written was not written.</summary>
/// <param name="lease">The right that is gone.</param>
public sealed class LeaseLostException(ChainLease lease) : Exception(
    $"Chain {lease.ChainId} is followed by another gateway now; {lease.Holder} was too slow to renew its lease {lease.Fence}. Nothing was written.");
