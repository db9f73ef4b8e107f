namespace ChainTips.Server.Following;

/// <summary>How much may be asked of one endpoint.</summary>
/// <param name="PerSecond">The most HTTP requests per second; null for no limit.</param>
/// <param name="Repetitions">How often a failed request is repeated.</param>
internal sealed record RequestBudget(int? PerSecond, int Repetitions);
