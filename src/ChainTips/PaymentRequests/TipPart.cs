using ChainTips.Ethereum.Primitives;

namespace ChainTips.PaymentRequests;

/// <summary>One payee of a payment: the tipping contract makes a tip of its own for each.</summary>
/// <param name="Payee">Who is paid.</param>
/// <param name="BaseUnits">How much, positive.</param>
/// <param name="Reference">What for.</param>
public sealed record TipPart(Address Payee, UInt128 BaseUnits, Hash32 Reference)
{
    /// <summary>The most that the tipping contract pays in one call: <c>MAX_TIPS</c>.</summary>
    public const int Most = 200;

    /// <summary>What several parts are together.</summary>
    /// <exception cref="OverflowException">It is 2^128 or more.</exception>
    public static UInt128 SumOf(IEnumerable<TipPart> parts) => parts.Aggregate(UInt128.Zero, (sum, part) => checked(sum + part.BaseUnits));
}
