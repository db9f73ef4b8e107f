namespace ChainTips.Tips;

/// <summary>What became of the logs that have the tipping contract's topic, in the order of the chain. Its memory is used again.</summary>
public sealed class DecodedTips
{
    /// <summary>Money moved as the log says.</summary>
    public List<Tip> Tips { get; } = [];

    /// <summary>The log proves nothing.</summary>
    public List<RefusedTip> Refused { get; } = [];

    /// <summary>Forgets the tips and keeps the memory.</summary>
    public void Clear()
    {
        Tips.Clear();
        Refused.Clear();
    }
}
