using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.Crypto;

/// <summary>A point of secp256k1 other than infinity; the default value is no key and verifies nothing.</summary>
public readonly struct PublicKey : IEquatable<PublicKey>
{
    /// <summary>Length in bytes of the compressed form (SEC 1, section 2.3.3): 2 or 3, then x.</summary>
    public const int CompressedLength = 33;

    /// <summary>Length in bytes of the uncompressed form (SEC 1, section 2.3.3): 4, then x and y.</summary>
    public const int UncompressedLength = 65;

    private const byte Even = 2;
    private const byte Odd = 3;
    private const byte Uncompressed = 4;

    /// <summary>Takes the coordinates of a point that is known to be on the curve.</summary>
    internal PublicKey(UInt256 x, UInt256 y)
    {
        X = x;
        Y = y;
    }

    /// <summary>The first coordinate.</summary>
    public UInt256 X { get; }

    /// <summary>The second coordinate.</summary>
    public UInt256 Y { get; }

    /// <summary>Whether this is the default value. (No point of the curve has the coordinates 0, 0.)</summary>
    public bool IsDefault => this == default;

    private bool IsOdd
    {
        get
        {
            Span<byte> y = stackalloc byte[UInt256.Length];
            Y.WriteBigEndian(y);
            return (y[^1] & 1) == 1;
        }
    }

    /// <summary>
    /// Reads 33 or 65 bytes of a point on the curve; the error says what is wrong. The hybrid form (6, 7) is refused.
    /// </summary>
    public static bool TryParse(
        ReadOnlySpan<byte> bytes, out PublicKey publicKey, [NotNullWhen(false)] out string? error)
    {
        publicKey = default;
        bool isCompressed = bytes.Length == CompressedLength && bytes[0] is Even or Odd;
        if (!isCompressed && !(bytes.Length == UncompressedLength && bytes[0] == Uncompressed))
        {
            int first = bytes.IsEmpty ? 0 : bytes[0];
            error = string.Create(
                CultureInfo.InvariantCulture,
                $"A public key has 33 bytes after 2 or 3, or 65 after 4, not {bytes.Length} that begin with {first}.");
            return false;
        }

        UInt256 x = UInt256.FromBigEndian(bytes.Slice(1, UInt256.Length));
        bool isOdd = isCompressed ? bytes[0] == Odd : (bytes[^1] & 1) == 1;
        bool isOnCurve = Secp256k1.Default.TryDecompress(x, isOdd, out PublicKey point)
            && (isCompressed || point.Y == UInt256.FromBigEndian(bytes[(1 + UInt256.Length)..]));
        publicKey = isOnCurve ? point : default;
        error = isOnCurve ? null : $"The public key {Hex.Format(bytes)} is not a point of secp256k1.";
        return isOnCurve;
    }

    /// <summary>Reads 33 or 65 bytes of a point on the curve, or throws <see cref="FormatException"/>.</summary>
    public static PublicKey Parse(ReadOnlySpan<byte> bytes) =>
        TryParse(bytes, out PublicKey publicKey, out string? error) ? publicKey : throw new FormatException(error);

    /// <summary>The account: the last 20 bytes of the hash of x and y (Yellow Paper, appendix F).</summary>
    /// <exception cref="InvalidOperationException">This is the default value.</exception>
    public Address ToAddress()
    {
        if (IsDefault)
        {
            throw new InvalidOperationException("The default public key is no key, so it has no address.");
        }

        Span<byte> point = stackalloc byte[2 * UInt256.Length];
        X.WriteBigEndian(point);
        Y.WriteBigEndian(point[UInt256.Length..]);
        Keccak256.Hash(point, point);
        return Address.FromBytes(point[(Hash32.Length - Address.Length)..Hash32.Length]);
    }

    /// <summary>Whether the key made the signature of this digest.</summary>
    public bool Verify(Hash32 digest, Signature signature) => Secp256k1.Default.Verify(digest, signature, this);

    /// <summary>A new array of the 65 bytes of the uncompressed form.</summary>
    public byte[] ToArray()
    {
        byte[] bytes = new byte[UncompressedLength];
        bytes[0] = Uncompressed;
        X.WriteBigEndian(bytes.AsSpan(1));
        Y.WriteBigEndian(bytes.AsSpan(1 + UInt256.Length));
        return bytes;
    }

    /// <summary>A new array of the 33 bytes of the compressed form.</summary>
    public byte[] ToCompressedArray()
    {
        byte[] bytes = new byte[CompressedLength];
        bytes[0] = IsOdd ? Odd : Even;
        X.WriteBigEndian(bytes.AsSpan(1));
        return bytes;
    }

    /// <inheritdoc/>
    public bool Equals(PublicKey other) => X == other.X && Y == other.Y;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is PublicKey other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(X, Y);

    /// <summary>0x and the 130 digits of the uncompressed form.</summary>
    public override string ToString() => Hex.Format(ToArray());

    /// <summary>Whether both are the same point.</summary>
    public static bool operator ==(PublicKey left, PublicKey right) => left.Equals(right);

    /// <summary>Whether the points differ.</summary>
    public static bool operator !=(PublicKey left, PublicKey right) => !left.Equals(right);
}
