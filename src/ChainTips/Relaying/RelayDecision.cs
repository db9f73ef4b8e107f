namespace ChainTips.Relaying;

/// <summary>What is done with an authorization that was handed in. The cases are all there are.</summary>
public abstract record RelayDecision
{
    private RelayDecision()
    {
    }

    /// <summary>It is relayed.</summary>
    /// <param name="Relay">The relay: a new one, or the one that the same authorization has already.</param>
    public sealed record Takes(Relay Relay) : RelayDecision;

    /// <summary>It is not, and nothing was kept or spent.</summary>
    /// <param name="Refusal">Why.</param>
    public sealed record Refuses(RelayRefusal Refusal) : RelayDecision;
}
