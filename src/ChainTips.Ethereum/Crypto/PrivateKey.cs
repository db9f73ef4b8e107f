using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.Crypto;

/// <summary>A secret number from 1 to n − 1 that signs for one address; disposing of it overwrites it.</summary>
/// <remarks>
/// The number is never shown: not as text, not in an error, not by a debugger's display. It lies in memory that the
/// garbage collector does not copy about. The managed curve library makes copies of its own, which can't be
/// overwritten.
/// </remarks>
public sealed class PrivateKey : IDisposable
{
    /// <summary>Length in bytes.</summary>
    public const int Length = 32;

    private const string NotShown = "it is not shown here because it is secret";

    private readonly byte[] _secret = GC.AllocateUninitializedArray<byte>(Length, pinned: true);
    private bool _isDisposed;

    private PrivateKey(ReadOnlySpan<byte> secret)
    {
        secret.CopyTo(_secret);
        PublicKey = Secp256k1.Default.GetPublicKey(this);
        Address = PublicKey.ToAddress();
    }

    /// <summary>The point that belongs to the number.</summary>
    public PublicKey PublicKey { get; }

    /// <summary>The account that the key signs for.</summary>
    public Address Address { get; }

    /// <summary>The secret, for the curve libraries.</summary>
    internal ReadOnlySpan<byte> Secret
    {
        get
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _secret;
        }
    }

    /// <summary>
    /// Takes 32 bytes, most significant first; the error says what is wrong without showing the bytes.
    /// </summary>
    public static bool TryFromBytes(
        ReadOnlySpan<byte> bytes,
        [NotNullWhen(true)] out PrivateKey? privateKey,
        [NotNullWhen(false)] out string? error)
    {
        privateKey = null;
        error = bytes.Length != Length
            ? $"The private key does not have 32 bytes; {NotShown}."
            : !CurveNumbers.IsScalar(UInt256.FromBigEndian(bytes))
                ? $"The private key is zero or not below the order of secp256k1; {NotShown}."
                : null;
        if (error is not null)
        {
            return false;
        }

        privateKey = new PrivateKey(bytes);
        return true;
    }

    /// <summary>Takes 32 bytes, or throws a <see cref="FormatException"/> that does not show them.</summary>
    public static PrivateKey FromBytes(ReadOnlySpan<byte> bytes) =>
        TryFromBytes(bytes, out PrivateKey? privateKey, out string? error)
            ? privateKey
            : throw new FormatException(error);

    /// <summary>Reads 0x and 64 digits; the error says what is wrong without showing them.</summary>
    public static bool TryParse(
        string? text, [NotNullWhen(true)] out PrivateKey? privateKey, [NotNullWhen(false)] out string? error)
    {
        Span<byte> bytes = stackalloc byte[Length];
        try
        {
            bool isPrefixed = text is not null && text.StartsWith("0x", StringComparison.Ordinal);
            if (!isPrefixed || !Hex.TryDecode(text.AsSpan(2), bytes))
            {
                privateKey = null;
                error = $"The private key is not 0x and 64 hexadecimal digits; {NotShown}.";
                return false;
            }

            return TryFromBytes(bytes, out privateKey, out error);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <summary>Reads 0x and 64 digits, or throws a <see cref="FormatException"/> that does not show them.</summary>
    public static PrivateKey Parse(string text) =>
        TryParse(text, out PrivateKey? privateKey, out string? error) ? privateKey : throw new FormatException(error);

    /// <summary>
    /// Signs with the nonce of RFC 6979 and the lower s (EIP-2): the same digest gives the same signature.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The key was disposed of.</exception>
    public Signature Sign(Hash32 digest) => Secp256k1.Default.Sign(digest, this);

    /// <summary>Overwrites the secret.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        CryptographicOperations.ZeroMemory(_secret);
    }

    /// <summary>The name of the type and nothing of the key.</summary>
    public override string ToString() => nameof(PrivateKey);
}
