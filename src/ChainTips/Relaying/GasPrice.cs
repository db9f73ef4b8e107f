namespace ChainTips.Relaying;

/// <summary>What a transaction pays for a unit of gas (EIP-1559), in wei.</summary>
/// <param name="MaxFee">The most, base fee and priority fee together.</param>
/// <param name="MaxPriorityFee">What the block's maker gets of it, at most.</param>
public readonly record struct GasPrice(UInt128 MaxFee, UInt128 MaxPriorityFee)
{
    /// <summary>Whether a node's pool takes this in the place of another: both fees are at least a tenth higher.</summary>
    public bool Replaces(GasPrice other) =>
        MaxFee >= Raised(other.MaxFee, 10) && MaxPriorityFee >= Raised(other.MaxPriorityFee, 10);

    /// <summary>An amount and so many hundredths of it, rounded up, and one wei more at least.</summary>
    internal static UInt128 Raised(UInt128 amount, uint percent) =>
        checked(amount + UInt128.Max(1, ((amount * percent) + 99) / 100));
}
