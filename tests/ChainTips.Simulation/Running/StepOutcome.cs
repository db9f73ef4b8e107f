namespace ChainTips.Simulation.Running;

/// <summary>What one look at the chain came to. The cases are all there are.</summary>
internal abstract record StepOutcome
{
    private StepOutcome()
    {
    }

    /// <summary>A change was applied; there may be more.</summary>
    public sealed record Applied : StepOutcome;

    /// <summary>There is nothing to apply; the next look is at the next poll.</summary>
    public sealed record Idle : StepOutcome;

    /// <summary>The node's answer was not believed, or did not come; the question is asked again at the next poll.</summary>
    /// <param name="Reason">What the gateway says of it.</param>
    public sealed record Refused(string Reason) : StepOutcome;

    /// <summary>The gateway stopped rather than book something wrong; an operator or a supervisor starts it again.</summary>
    /// <param name="Reason">What the gateway says of it.</param>
    public sealed record Stopped(string Reason) : StepOutcome;
}
