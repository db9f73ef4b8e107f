namespace ChainTips.Simulation.Faults;

/// <summary>Makes one kind of fault happen to a request.</summary>
internal abstract class FaultInjector
{
    /// <summary>Whether the fault can happen to this request.</summary>
    public abstract bool Fits(FaultScene scene);

    /// <summary>Answers the request wrongly, or not at all.</summary>
    public abstract Task<HttpResponseMessage> InjectAsync(FaultScene scene, CancellationToken cancellationToken);
}
