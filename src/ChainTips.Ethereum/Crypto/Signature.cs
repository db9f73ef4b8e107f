using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.Crypto;

/// <summary>
/// An ECDSA signature of secp256k1 with its recovery id; the default value is no signature and recovers nothing.
/// </summary>
/// <remarks>
/// An instance other than the default has r from 1 to n − 1, s from 1 to n/2 (EIP-2: the twin n − s is refused, so that
/// nobody can alter a signature without its key) and the recovery id 0 or 1 (2 and 3 are for an r beyond n, which
/// nobody meets and <c>ecrecover</c> refuses).
/// </remarks>
public readonly struct Signature : IEquatable<Signature>
{
    /// <summary>Length in bytes with v: r, s, v.</summary>
    public const int Length = 65;

    /// <summary>
    /// Length in bytes of the compact form of EIP-2098: r, then s with the recovery id as its top bit.
    /// </summary>
    public const int CompactLength = 64;

    /// <summary>What v adds to the recovery id (Yellow Paper, appendix F).</summary>
    private const int VOffset = 27;

    private const byte TopBit = 0x80;

    private readonly byte _recoveryId;

    private Signature(UInt256 r, UInt256 s, byte recoveryId)
    {
        R = r;
        S = s;
        _recoveryId = recoveryId;
    }

    /// <summary>The x of the nonce's point.</summary>
    public UInt256 R { get; }

    /// <summary>The proof, of the two possible ones the lower.</summary>
    public UInt256 S { get; }

    /// <summary>The parity of the nonce's point: 0 if its y is even, 1 if odd.</summary>
    public int RecoveryId => _recoveryId;

    /// <summary>27 or 28, as contracts expect it.</summary>
    public int V => VOffset + _recoveryId;

    /// <summary>Whether this is the default value.</summary>
    public bool IsDefault => R == UInt256.Zero;

    /// <summary>
    /// Puts a signature together from its parts, with v 0, 1, 27 or 28; the error says which part is wrong.
    /// </summary>
    public static bool TryCreate(
        UInt256 r, UInt256 s, UInt256 v, out Signature signature, [NotNullWhen(false)] out string? error)
    {
        signature = default;
        error = FindFault(r, s, v);
        if (error is not null)
        {
            return false;
        }

        signature = new Signature(r, s, v == 1UL || v == VOffset + 1UL ? (byte)1 : (byte)0);
        return true;
    }

    /// <summary>
    /// Reads 65 bytes (r, s and v 0, 1, 27 or 28) or the 64 bytes of EIP-2098; the error says what is wrong.
    /// </summary>
    public static bool TryParse(
        ReadOnlySpan<byte> bytes, out Signature signature, [NotNullWhen(false)] out string? error)
    {
        if (bytes.Length is not Length and not CompactLength)
        {
            signature = default;
            error = string.Create(
                CultureInfo.InvariantCulture,
                $"A signature has {Length} bytes, or {CompactLength} in compact form (EIP-2098), not {bytes.Length}.");
            return false;
        }

        UInt256 r = UInt256.FromBigEndian(bytes[..UInt256.Length]);
        Span<byte> s = stackalloc byte[UInt256.Length];
        bytes.Slice(UInt256.Length, UInt256.Length).CopyTo(s);
        if (bytes.Length == Length)
        {
            return TryCreate(r, UInt256.FromBigEndian(s), (ulong)bytes[^1], out signature, out error);
        }

        ulong parity = (ulong)(s[0] / TopBit);
        s[0] %= TopBit;
        return TryCreate(r, UInt256.FromBigEndian(s), parity, out signature, out error);
    }

    /// <summary>Reads 64 or 65 bytes, or throws <see cref="FormatException"/>.</summary>
    public static Signature Parse(ReadOnlySpan<byte> bytes) =>
        TryParse(bytes, out Signature signature, out string? error) ? signature : throw new FormatException(error);

    /// <summary>Writes r, s and v (27 or 28) to the start of a span of 65 bytes or more.</summary>
    public void CopyTo(Span<byte> destination)
    {
        destination[2 * UInt256.Length] = (byte)V;
        S.WriteBigEndian(destination[UInt256.Length..]);
        R.WriteBigEndian(destination);
    }

    /// <summary>Writes the compact form of EIP-2098 to the start of a span of 64 bytes or more.</summary>
    public void CopyCompactTo(Span<byte> destination)
    {
        S.WriteBigEndian(destination[UInt256.Length..]);
        destination[UInt256.Length] |= (byte)(TopBit * _recoveryId);
        R.WriteBigEndian(destination);
    }

    /// <summary>A new array of r, s and v (27 or 28).</summary>
    public byte[] ToArray()
    {
        byte[] bytes = new byte[Length];
        CopyTo(bytes);
        return bytes;
    }

    /// <summary>A new array of the 64 bytes of EIP-2098.</summary>
    public byte[] ToCompactArray()
    {
        byte[] bytes = new byte[CompactLength];
        CopyCompactTo(bytes);
        return bytes;
    }

    /// <inheritdoc/>
    public bool Equals(Signature other) => R == other.R && S == other.S && _recoveryId == other._recoveryId;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Signature other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(R, S, _recoveryId);

    /// <summary>0x and the 130 digits of r, s and v.</summary>
    public override string ToString() => Hex.Format(ToArray());

    /// <summary>Whether both are the same signature.</summary>
    public static bool operator ==(Signature left, Signature right) => left.Equals(right);

    /// <summary>Whether the signatures differ.</summary>
    public static bool operator !=(Signature left, Signature right) => !left.Equals(right);

    private static string? FindFault(UInt256 r, UInt256 s, UInt256 v)
    {
        if (!CurveNumbers.IsScalar(r))
        {
            return $"The signature's r is {r}; it must be above zero and below the order of secp256k1.";
        }

        if (!CurveNumbers.IsScalar(s))
        {
            return $"The signature's s is {s}; it must be above zero and below the order of secp256k1.";
        }

        if (s > CurveNumbers.HalfOrder)
        {
            return $"The signature's s is {s}, the higher of two possible ones; EIP-2 allows only the lower.";
        }

        return v <= 1UL || v == (ulong)VOffset || v == VOffset + 1UL
            ? null
            : $"The signature's v is {v}; it must be 0, 1, 27 or 28.";
    }
}
