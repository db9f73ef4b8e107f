namespace ChainTips.Policies;

/// <summary>One step of a fee schedule.</summary>
/// <param name="UpTo">Up to which sum of the month it holds, in base units; null for the last step, which has no end.</param>
/// <param name="BasisPoints">The share that is charged, in hundredths of a percent, 0 to 10,000.</param>
public sealed record FeeStep(UInt128? UpTo, int BasisPoints);
