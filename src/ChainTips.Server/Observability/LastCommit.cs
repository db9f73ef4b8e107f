namespace ChainTips.Server.Observability;

/// <summary>The newest change of a chain that this process committed.</summary>
/// <param name="At">When.</param>
/// <param name="HeadTime">The time of the newest applied block, as far as the changes so far said it.</param>
internal sealed record LastCommit(DateTimeOffset At, DateTimeOffset? HeadTime)
{
    /// <summary>The same after one more change.</summary>
    /// <param name="at">When it was committed.</param>
    /// <param name="headTime">The time of the newest block that it applied; null when it applied none.</param>
    public LastCommit Then(DateTimeOffset at, DateTimeOffset? headTime) => new(at, headTime ?? HeadTime);
}
