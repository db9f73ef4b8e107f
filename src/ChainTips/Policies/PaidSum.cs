namespace ChainTips.Policies;

/// <summary>What was paid in some time. The default value is nothing.</summary>
/// <param name="Payments">How many payments there were, in whichever token.</param>
/// <param name="BaseUnits">What they came to in the one token that was asked for.</param>
public readonly record struct PaidSum(long Payments, UInt128 BaseUnits);
