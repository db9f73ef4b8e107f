namespace ChainTips.Relaying;

/// <summary>What a call would do if it were sent now. The cases are all there are.</summary>
public abstract record CallOutcome
{
    private CallOutcome()
    {
    }

    /// <summary>It succeeds.</summary>
    /// <param name="Gas">With so much gas.</param>
    public sealed record Succeeds(ulong Gas) : CallOutcome;

    /// <summary>It fails, or needs more gas than is allowed.</summary>
    /// <param name="Reason">Why, safe to be shown.</param>
    public sealed record Fails(string Reason) : CallOutcome;
}
