using System.Globalization;
using System.Numerics;

namespace ChainTips.Ethereum.Abi;

/// <summary>The codes of <c>Panic(uint256)</c>, as the Solidity documentation lists them.</summary>
internal static class SolidityPanic
{
    /// <summary>What went wrong, with the code.</summary>
    public static string Describe(BigInteger code)
    {
        string? name = code > byte.MaxValue ? null : (int)code switch
        {
            0x00 => "a check that the compiler inserted failed",
            0x01 => "an assertion failed",
            0x11 => "arithmetic overflowed or underflowed",
            0x12 => "a division by zero",
            0x21 => "a value that the enum does not have",
            0x22 => "a byte array in storage is wrongly encoded",
            0x31 => "pop on an empty array",
            0x32 => "an array index out of bounds",
            0x41 => "too much memory was allocated",
            0x51 => "a call of an internal function that was never set",
            _ => null,
        };
        string hex = code.ToString("x", CultureInfo.InvariantCulture).TrimStart('0').PadLeft(2, '0');
        return $"panic 0x{hex}: {name ?? "a code that Solidity does not define"}";
    }
}
