namespace ChainTips.Tips;

/// <summary>What became of one log that has the tipping contract's topic. The cases are all there are.</summary>
public abstract record DecodeResult
{
    private DecodeResult()
    {
    }

    /// <summary>Money moved as the log says.</summary>
    /// <param name="Tip">The tip.</param>
    public sealed record Decoded(Tip Tip) : DecodeResult;

    /// <summary>The log proves nothing.</summary>
    /// <param name="Tip">The log and the reason.</param>
    public sealed record Refused(RefusedTip Tip) : DecodeResult;
}
