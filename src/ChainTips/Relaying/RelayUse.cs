namespace ChainTips.Relaying;

/// <summary>What somebody's relays came to in a time.</summary>
/// <param name="Count">How many there were.</param>
/// <param name="Gas">The gas that they used or may still use.</param>
public sealed record RelayUse(long Count, UInt128 Gas);
