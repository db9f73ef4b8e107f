using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.Crypto;

/// <summary>The arithmetic of the curve secp256k1, the one seam to the libraries that have it.</summary>
/// <remarks>
/// Ranges are checked by the types of the arguments, before an implementation sees them. Implementations are
/// thread-safe and give the same bytes for the same input.
/// </remarks>
public interface ISecp256k1
{
    /// <summary>What does the arithmetic, for operators to read.</summary>
    string Name { get; }

    /// <summary>The point that belongs to a private key.</summary>
    /// <exception cref="ObjectDisposedException">The key was disposed of.</exception>
    PublicKey GetPublicKey(PrivateKey privateKey);

    /// <summary>
    /// Finds the point of a coordinate x and the parity of its y; false, and no key, if x is not below the field's
    /// prime or the curve has no such point.
    /// </summary>
    bool TryDecompress(UInt256 x, bool isOdd, out PublicKey publicKey);

    /// <summary>Signs with the nonce of RFC 6979 (HMAC-SHA-256) and the lower s (EIP-2).</summary>
    /// <exception cref="ObjectDisposedException">The key was disposed of.</exception>
    Signature Sign(Hash32 digest, PrivateKey privateKey);

    /// <summary>Finds the key that signed; false, and no key, if there is none (SEC 1, section 4.1.6).</summary>
    bool TryRecover(Hash32 digest, Signature signature, out PublicKey publicKey);

    /// <summary>Whether the key signed the digest (SEC 1, section 4.1.4); false for default arguments.</summary>
    bool Verify(Hash32 digest, Signature signature, PublicKey publicKey);
}
