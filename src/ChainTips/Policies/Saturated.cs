using System.Numerics;

namespace ChainTips.Policies;

/// <summary>Numbers that stop at the largest amount there is instead of failing: more than that is above every limit all the same.</summary>
internal static class Saturated
{
    public static UInt128 Add(UInt128 left, UInt128 right) => right > UInt128.MaxValue - left ? UInt128.MaxValue : left + right;

    public static UInt128 Of(BigInteger value) => value > (BigInteger)UInt128.MaxValue ? UInt128.MaxValue : (UInt128)value;
}
