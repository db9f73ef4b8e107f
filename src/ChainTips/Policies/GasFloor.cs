using System.Numerics;

namespace ChainTips.Policies;

/// <summary>What the gas of a payment may cost beside the payment itself.</summary>
/// <remarks>
/// Nobody tells the gateway what the native coin is worth, so the operator writes it down. The cost is an estimate by these
/// figures, rounded up; what the payer's wallet really pays is between the payer and the chain.
/// </remarks>
/// <param name="Share">The most that the gas may cost, in hundredths of a percent of the payment, 1 to 10,000.</param>
/// <param name="GasPrice">What a unit of gas costs, in wei.</param>
/// <param name="CoinPrice">What one native coin, 10^18 wei, is worth, in base units of the token.</param>
/// <param name="Units">How many units of gas each way takes; a way that does not stand here is not judged.</param>
/// <param name="IsRefused">Whether a payment that is too small is refused; otherwise the payer is only advised.</param>
public sealed record GasFloor(int Share, UInt128 GasPrice, UInt128 CoinPrice, IReadOnlyDictionary<PaymentWay, long> Units, bool IsRefused)
{
    private static readonly BigInteger WeiOfCoin = BigInteger.Pow(10, 18);

    /// <summary>What the gas of a way costs, in base units, rounded up; null when its units are not known.</summary>
    /// <param name="way">The way; null for the cheapest one.</param>
    public UInt128? CostOf(PaymentWay? way) => way is PaymentWay known
        ? Units.TryGetValue(known, out long units) ? CostOf(units) : null
        : Units.Count > 0 ? CostOf(Units.Values.Min()) : null;

    /// <summary>The least payment of which such a cost is no more than the share.</summary>
    public UInt128 SmallestFor(UInt128 cost) => Saturated.Of(CeilingOf((BigInteger)cost * 10_000, Share));

    private UInt128 CostOf(long units) => Saturated.Of(CeilingOf((BigInteger)units * GasPrice * CoinPrice, WeiOfCoin));

    private static BigInteger CeilingOf(BigInteger dividend, BigInteger divisor) => (dividend + divisor - 1) / divisor;
}
