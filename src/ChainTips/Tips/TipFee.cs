using ChainTips.Ethereum.Primitives;

namespace ChainTips.Tips;

/// <summary>What a tip states that the platform took beside it.</summary>
/// <param name="BaseUnits">How much, in base units of the tip's token; positive.</param>
/// <param name="Receiver">Who received it, as the token's own log shows; null where none shows it.</param>
public sealed record TipFee(UInt128 BaseUnits, Address? Receiver);
