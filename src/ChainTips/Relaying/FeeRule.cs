using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Relaying;

/// <summary>What is offered for gas: twice the next base fee, so that it holds for some blocks of rising fees, and never more than the operator's cap.</summary>
/// <param name="Cap">The most for a unit of gas, in wei.</param>
/// <param name="LeastPriorityFee">The least that the block's maker is offered, in wei.</param>
public sealed record FeeRule(UInt128 Cap, UInt128 LeastPriorityFee)
{
    /// <summary>More than the tenth that pools ask for, so that rounding never falls short of it.</summary>
    private const uint BumpPercent = 13;

    /// <summary>The price of a new transaction; null when even the next base fee is above the cap.</summary>
    public GasPrice? Choose(FeeHistory market)
    {
        UInt128 baseFee = Narrow(market.NextBaseFee);
        UInt128 priority = UInt128.Min(PriorityOf(market), Cap);
        return checked(baseFee + LeastPriorityFee) > Cap
            ? null
            : new GasPrice(UInt128.Min(Cap, checked((baseFee * 2) + priority)), UInt128.Min(priority, checked(Cap - baseFee)));
    }

    /// <summary>The price of a replacement: both fees raised, and what a new one would pay if that is more; null when it is above the cap.</summary>
    public GasPrice? Raise(GasPrice last, FeeHistory market)
    {
        GasPrice raised = new(GasPrice.Raised(last.MaxFee, BumpPercent), GasPrice.Raised(last.MaxPriorityFee, BumpPercent));
        GasPrice fresh = Choose(market) ?? raised;
        GasPrice price = new(UInt128.Max(raised.MaxFee, fresh.MaxFee), UInt128.Max(raised.MaxPriorityFee, fresh.MaxPriorityFee));
        return price.MaxFee <= Cap ? price : raised.MaxFee <= Cap ? raised : null;
    }

    private UInt128 PriorityOf(FeeHistory market) =>
        market.PriorityFees.Select(Narrow).Append(LeastPriorityFee).Max();

    /// <summary>A fee beyond all sense is above every cap all the same.</summary>
    private static UInt128 Narrow(UInt256 fee) => fee.TryToUInt128(out UInt128 narrow) && narrow < UInt128.MaxValue / 8 ? narrow : UInt128.MaxValue / 8;
}
