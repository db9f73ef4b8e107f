namespace ChainTips.Policies;

/// <summary>How fast one payer may pay: so many payments within a time that slides along.</summary>
/// <param name="Payments">The most payments, at least 1.</param>
/// <param name="Seconds">Within how many seconds, 1 to 86,400.</param>
public sealed record Velocity(long Payments, int Seconds);
