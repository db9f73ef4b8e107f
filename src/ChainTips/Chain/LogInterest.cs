using ChainTips.Ethereum.Primitives;

namespace ChainTips.Chain;

/// <summary>Which logs a block is searched for.</summary>
/// <param name="Contract">The contract whose logs count.</param>
/// <param name="Topic">The signature hash of the event. Near the head the same topic from other contracts is seen too, so that forgeries are visible.</param>
public sealed record LogInterest(Address Contract, Hash32 Topic);
