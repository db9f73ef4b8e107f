using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.Crypto;

/// <summary>
/// The numbers of secp256k1 (SEC 2, section 2.4.1) that inputs are checked against before any arithmetic.
/// </summary>
internal static class CurveNumbers
{
    /// <summary>The prime p of the field; coordinates are below it.</summary>
    public static readonly UInt256 FieldPrime =
        FromHex("fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f");

    /// <summary>The order n of the group; private keys, r and s are from 1 to n − 1.</summary>
    public static readonly UInt256 Order =
        FromHex("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");

    /// <summary>Half of the order, rounded down: the largest s that EIP-2 allows.</summary>
    public static readonly UInt256 HalfOrder =
        FromHex("7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0");

    /// <summary>Whether the number is from 1 to n − 1.</summary>
    public static bool IsScalar(UInt256 number) => number != UInt256.Zero && number < Order;

    /// <summary>
    /// Subtracts n from a digest that is not below it, which <c>bits2octets</c> of RFC 6979 asks for.
    /// </summary>
    /// <remarks>One subtraction is enough, because n is above 2²⁵⁵.</remarks>
    public static void ReduceDigest(Span<byte> digest32)
    {
        if (UInt256.FromBigEndian(digest32) < Order)
        {
            return;
        }

        Span<byte> order = stackalloc byte[UInt256.Length];
        Order.WriteBigEndian(order);
        int borrow = 0;
        for (int i = UInt256.Length - 1; i >= 0; i--)
        {
            int difference = digest32[i] - order[i] - borrow;
            borrow = difference < 0 ? 1 : 0;
            digest32[i] = (byte)(difference + (256 * borrow));
        }
    }

    private static UInt256 FromHex(string digits) => UInt256.FromBigEndian(Convert.FromHexString(digits));
}
