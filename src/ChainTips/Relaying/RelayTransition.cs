namespace ChainTips.Relaying;

/// <summary>What a fact does to a relay. The cases are all there are.</summary>
public abstract record RelayTransition
{
    private RelayTransition()
    {
    }

    /// <summary>It leads to a status, which may be the same.</summary>
    /// <param name="Status">The status.</param>
    public sealed record Leads(RelayStatus Status) : RelayTransition;

    /// <summary>It cannot happen.</summary>
    /// <param name="Reason">Why, as a part of a sentence.</param>
    public sealed record Impossible(string Reason) : RelayTransition;
}
