using System.Diagnostics;
using ChainTips.Ethereum.Primitives;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.EC;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math.EC;
using Org.BouncyCastle.Math.EC.Multiplier;
using Org.BouncyCastle.Utilities;
using CurveInteger = Org.BouncyCastle.Math.BigInteger;
using Scalar = System.Numerics.BigInteger;

namespace ChainTips.Ethereum.Crypto;

/// <summary>
/// The arithmetic of BouncyCastle, which runs everywhere; not constant time (see the decision record 6).
/// </summary>
/// <remarks>Scalars are multiplied by the platform, whose remainder is much faster than the library's.</remarks>
public sealed class ManagedSecp256k1 : ISecp256k1
{
    private static readonly X9ECParameters Parameters = CustomNamedCurves.GetByName("secp256k1");
    private static readonly ECCurve Curve = Parameters.Curve;
    private static readonly ECPoint Generator = Parameters.G;
    private static readonly CurveInteger CurveOrder = Parameters.N;
    private static readonly Scalar Order = ToScalar(CurveNumbers.Order);
    private static readonly Scalar HalfOrder = ToScalar(CurveNumbers.HalfOrder);
    private static readonly FixedPointCombMultiplier GeneratorMultiplier = new();

    private ManagedSecp256k1()
    {
    }

    /// <summary>The one instance; it has no state.</summary>
    public static ManagedSecp256k1 Instance { get; } = new();

    /// <inheritdoc/>
    public string Name => "BouncyCastle (managed)";

    /// <inheritdoc/>
    public PublicKey GetPublicKey(PrivateKey privateKey)
    {
        ECPoint point = GeneratorMultiplier.Multiply(Generator, ToCurveInteger(ToScalar(privateKey.Secret)));
        return ToPublicKey(point.Normalize());
    }

    /// <inheritdoc/>
    public bool TryDecompress(UInt256 x, bool isOdd, out PublicKey publicKey)
    {
        ECPoint? point = FindPoint(x, isOdd);
        publicKey = point is null ? default : ToPublicKey(point);
        return point is not null;
    }

    /// <inheritdoc/>
    public Signature Sign(Hash32 digest, PrivateKey privateKey)
    {
        byte[] message = digest.ToArray();
        CurveNumbers.ReduceDigest(message);
        Scalar z = ToScalar(message);
        Scalar secret = ToScalar(privateKey.Secret);
        HMacDsaKCalculator nonces = new(new Sha256Digest());
        nonces.Init(CurveOrder, ToCurveInteger(secret), message);
        while (true)
        {
            CurveInteger nonce = nonces.NextK();
            ECPoint point = GeneratorMultiplier.Multiply(Generator, nonce).Normalize();
            Scalar r = ToScalar(point.AffineXCoord.GetEncoded());
            Scalar s = (z + (r * secret % Order)) * Invert(nonce) % Order;
            if (!r.IsZero && !s.IsZero)
            {
                bool isHigh = s > HalfOrder;
                bool isOdd = point.AffineYCoord.TestBitZero() != isHigh;
                return ToSignature(r, isHigh ? Order - s : s, isOdd);
            }
        }
    }

    /// <inheritdoc/>
    public bool TryRecover(Hash32 digest, Signature signature, out PublicKey publicKey)
    {
        publicKey = default;
        ECPoint? noncePoint = signature.IsDefault ? null : FindPoint(signature.R, signature.RecoveryId == 1);
        if (noncePoint is null)
        {
            return false;
        }

        // Q = r⁻¹(sR − zG)
        Scalar inverse = Invert(ToCurveInteger(ToScalar(signature.R)));
        Scalar ofGenerator = (Order - (ToScalar(digest.ToArray()) % Order)) * inverse % Order;
        Scalar ofNonce = ToScalar(signature.S) * inverse % Order;
        ECPoint point = SumOfMultiplies(ofGenerator, noncePoint, ofNonce);
        publicKey = point.IsInfinity ? default : ToPublicKey(point);
        return !point.IsInfinity;
    }

    /// <inheritdoc/>
    public bool Verify(Hash32 digest, Signature signature, PublicKey publicKey)
    {
        if (signature.IsDefault || publicKey.IsDefault)
        {
            return false;
        }

        // The x of s⁻¹(zG + rQ) is r.
        Scalar inverse = Invert(ToCurveInteger(ToScalar(signature.S)));
        Scalar ofGenerator = ToScalar(digest.ToArray()) * inverse % Order;
        Scalar r = ToScalar(signature.R);
        ECPoint key = Curve.CreatePoint(
            ToCurveInteger(ToScalar(publicKey.X)), ToCurveInteger(ToScalar(publicKey.Y)));
        ECPoint point = SumOfMultiplies(ofGenerator, key, r * inverse % Order);
        return !point.IsInfinity && ToScalar(point.AffineXCoord.GetEncoded()) % Order == r;
    }

    private static ECPoint SumOfMultiplies(Scalar ofGenerator, ECPoint point, Scalar ofPoint) =>
        ECAlgorithms.SumOfTwoMultiplies(
            Generator, ToCurveInteger(ofGenerator), point, ToCurveInteger(ofPoint)).Normalize();

    /// <summary>Solves y² = x³ + 7; null if x is too large or the right side is no square.</summary>
    private static ECPoint? FindPoint(UInt256 x, bool isOdd)
    {
        if (x >= CurveNumbers.FieldPrime)
        {
            return null;
        }

        ECFieldElement fieldX = Curve.FromBigInteger(ToCurveInteger(ToScalar(x)));
        ECFieldElement? y = fieldX.Square().Multiply(fieldX).Add(Curve.B).Sqrt();
        if (y is null)
        {
            return null;
        }

        ECFieldElement chosen = y.TestBitZero() == isOdd ? y : y.Negate();
        return Curve.CreatePoint(fieldX.ToBigInteger(), chosen.ToBigInteger());
    }

    private static PublicKey ToPublicKey(ECPoint point) => new(
        UInt256.FromBigEndian(point.AffineXCoord.GetEncoded()), UInt256.FromBigEndian(point.AffineYCoord.GetEncoded()));

    /// <exception cref="UnreachableException">r is n or more: one nonce in 2¹²⁷, which nobody meets.</exception>
    private static Signature ToSignature(Scalar r, Scalar s, bool isOdd) =>
        r < Order && Signature.TryCreate(ToUInt256(r), ToUInt256(s), isOdd ? 1UL : 0UL, out Signature signature, out _)
            ? signature
            : throw new UnreachableException("RFC 6979 gave a nonce whose point has no r that Ethereum can carry.");

    private static Scalar Invert(CurveInteger number) =>
        ToScalar(BigIntegers.ModOddInverse(CurveOrder, number).ToByteArrayUnsigned());

    private static Scalar ToScalar(UInt256 number)
    {
        Span<byte> bytes = stackalloc byte[UInt256.Length];
        number.WriteBigEndian(bytes);
        return ToScalar(bytes);
    }

    private static Scalar ToScalar(ReadOnlySpan<byte> bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

    private static CurveInteger ToCurveInteger(Scalar number) =>
        new(1, number.ToByteArray(isUnsigned: true, isBigEndian: true));

    private static UInt256 ToUInt256(Scalar number) =>
        UInt256.FromBigEndian(number.ToByteArray(isUnsigned: true, isBigEndian: true));
}
