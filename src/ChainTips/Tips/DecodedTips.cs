namespace ChainTips.Tips;

/// <summary>What became of the logs of some blocks, in the order of the chain. Its memory is used again.</summary>
public sealed class DecodedTips
{
    /// <summary>The tipping contract's log, and money that moved as it says.</summary>
    public List<Tip> Tips { get; } = [];

    /// <summary>Logs with the contract's topic that prove nothing.</summary>
    public List<RefusedTip> Refused { get; } = [];

    /// <summary>Transfers that no tip owns.</summary>
    public List<LooseTransfer> Loose { get; } = [];

    /// <summary>Forgets everything and keeps the memory.</summary>
    public void Clear()
    {
        Tips.Clear();
        Refused.Clear();
        Loose.Clear();
    }
}
