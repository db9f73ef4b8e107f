using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto.EC;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Math.EC;

namespace ChainTips.Benchmarks.Samples;

/// <summary>Recovery with BouncyCastle alone, integers included: the measure for the managed path.</summary>
internal static class PlainBouncyCastle
{
    private const byte EvenTag = 2;
    private static readonly X9ECParameters Parameters = CustomNamedCurves.GetByName("secp256k1");

    /// <summary>The address that signed (SEC 1, section 4.1.6).</summary>
    public static Address Recover(Hash32 digest, ReadOnlySpan<byte> signature65)
    {
        BigInteger r = new(1, signature65[..32].ToArray());
        BigInteger s = new(1, signature65[32..64].ToArray());
        BigInteger z = new(1, digest.ToArray());
        byte[] compressed = [(byte)(EvenTag + signature65[64] - 27), .. signature65[..32]];
        ECPoint noncePoint = Parameters.Curve.DecodePoint(compressed);
        BigInteger inverse = r.ModInverse(Parameters.N);
        BigInteger ofGenerator = z.Negate().Multiply(inverse).Mod(Parameters.N);
        BigInteger ofNonce = s.Multiply(inverse).Mod(Parameters.N);
        ECPoint key = ECAlgorithms.SumOfTwoMultiplies(Parameters.G, ofGenerator, noncePoint, ofNonce).Normalize();
        byte[] encoded = key.GetEncoded(compressed: false);
        return Address.FromBytes(Keccak256.Hash(encoded.AsSpan(1)).ToArray().AsSpan(12));
    }
}
