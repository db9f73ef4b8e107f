namespace ChainTips.Chain;

/// <summary>The right to follow a chain, which one gateway has at a time.</summary>
/// <param name="ChainId">The chain.</param>
/// <param name="Holder">Who has it, as a person reads it: machine and process.</param>
/// <param name="Fence">Grows each time that the right changes hands; who holds an older one may write nothing.</param>
public sealed record ChainLease(ulong ChainId, string Holder, long Fence);
