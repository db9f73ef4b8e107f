using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.Crypto;

/// <summary>
/// The arithmetic of libsecp256k1 of Bitcoin Core, where it is installed; constant time where keys are secret.
/// </summary>
/// <remarks>
/// One context serves all threads: the library only reads it after it has been made and randomised. Arguments are
/// checked before every call, because the library ends the process when its contract is broken. Nothing is allocated.
/// </remarks>
public sealed class NativeSecp256k1 : ISecp256k1
{
    private const int SeedLength = 32;
    private const int DigestLength = 32;
    private const byte EvenTag = 2;
    private const byte OddTag = 3;
    private const byte UncompressedTag = 4;

    private static readonly Lazy<NativeSecp256k1?> Loaded = new(Load);

    private readonly nint _context;

    private NativeSecp256k1(string library)
    {
        _context = Secp256k1Library.CreateContext(Secp256k1Library.SignAndVerify);
        Span<byte> seed = stackalloc byte[SeedLength];
        RandomNumberGenerator.Fill(seed);
        int isRandomised = Secp256k1Library.RandomiseContext(_context, in MemoryMarshal.GetReference(seed));
        CryptographicOperations.ZeroMemory(seed);
        Demand(isRandomised, "could not randomise its context");
        Name = $"{library} (native)";
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>Loads the library; false if it is not installed, lacks recovery, or fails a known signature.</summary>
    public static bool TryLoad([NotNullWhen(true)] out NativeSecp256k1? native)
    {
        native = Loaded.Value;
        return native is not null;
    }

    /// <inheritdoc/>
    public PublicKey GetPublicKey(PrivateKey privateKey)
    {
        int isMade = Secp256k1Library.CreatePublicKey(
            _context, out OpaquePublicKey point, in FirstOf(privateKey.Secret));
        Demand(isMade, "refused a private key that is in range");
        return Read(in point);
    }

    /// <inheritdoc/>
    public bool TryDecompress(UInt256 x, bool isOdd, out PublicKey publicKey)
    {
        Span<byte> encoded = stackalloc byte[PublicKey.CompressedLength];
        encoded[0] = isOdd ? OddTag : EvenTag;
        x.WriteBigEndian(encoded[1..]);
        bool isPoint = TryParse(encoded, out OpaquePublicKey point);
        publicKey = isPoint ? Read(in point) : default;
        return isPoint;
    }

    /// <inheritdoc/>
    public Signature Sign(Hash32 digest, PrivateKey privateKey)
    {
        Span<byte> message = stackalloc byte[DigestLength];
        digest.CopyTo(message);

        // RFC 6979 reduces the digest before it makes the nonce; the library leaves that to its caller.
        CurveNumbers.ReduceDigest(message);
        int isSigned = Secp256k1Library.SignRecoverable(
            _context, out OpaqueSignature signed, in FirstOf(message), in FirstOf(privateKey.Secret), 0, 0);
        Demand(isSigned, "could not sign with a private key that is in range");

        Span<byte> compact = stackalloc byte[Signature.CompactLength];
        _ = Secp256k1Library.WriteRecoverable(_context, ref FirstOf(compact), out int recoveryId, in signed);
        UInt256 r = UInt256.FromBigEndian(compact[..UInt256.Length]);
        UInt256 s = UInt256.FromBigEndian(compact[UInt256.Length..]);
        return Signature.TryCreate(r, s, (ulong)recoveryId, out Signature signature, out string? error)
            ? signature
            : throw new UnreachableException($"libsecp256k1 made a signature that Ethereum can't carry. {error}");
    }

    /// <inheritdoc/>
    public bool TryRecover(Hash32 digest, Signature signature, out PublicKey publicKey)
    {
        publicKey = default;
        Span<byte> compact = stackalloc byte[Signature.CompactLength];
        signature.R.WriteBigEndian(compact);
        signature.S.WriteBigEndian(compact[UInt256.Length..]);
        Span<byte> message = stackalloc byte[DigestLength];
        digest.CopyTo(message);
        bool isRecovered = !signature.IsDefault
            && Secp256k1Library.ReadRecoverable(
                _context, out OpaqueSignature parsed, in FirstOf(compact), signature.RecoveryId) == 1
            && Secp256k1Library.Recover(_context, out OpaquePublicKey point, in parsed, in FirstOf(message)) == 1
            && TryRead(in point, out publicKey);
        return isRecovered;
    }

    /// <inheritdoc/>
    public bool Verify(Hash32 digest, Signature signature, PublicKey publicKey)
    {
        Span<byte> compact = stackalloc byte[Signature.CompactLength];
        signature.R.WriteBigEndian(compact);
        signature.S.WriteBigEndian(compact[UInt256.Length..]);
        Span<byte> message = stackalloc byte[DigestLength];
        digest.CopyTo(message);
        Span<byte> encoded = stackalloc byte[PublicKey.UncompressedLength];
        encoded[0] = UncompressedTag;
        publicKey.X.WriteBigEndian(encoded[1..]);
        publicKey.Y.WriteBigEndian(encoded[(1 + UInt256.Length)..]);
        return !signature.IsDefault
            && TryParse(encoded, out OpaquePublicKey point)
            && Secp256k1Library.ReadPlain(_context, out OpaqueSignature parsed, in FirstOf(compact)) == 1
            && Secp256k1Library.Verify(_context, in parsed, in FirstOf(message), in point) == 1;
    }

    private static NativeSecp256k1? Load()
    {
        if (!Secp256k1Library.TryLoad(out string? library))
        {
            return null;
        }

        NativeSecp256k1 native = new(library);
        return KnownSignature.IsRightIn(native) ? native : null;
    }

    private bool TryParse(ReadOnlySpan<byte> encoded, out OpaquePublicKey point) =>
        Secp256k1Library.ReadPublicKey(_context, out point, in FirstOf(encoded), (nuint)encoded.Length) == 1;

    private bool TryRead(in OpaquePublicKey point, out PublicKey publicKey)
    {
        publicKey = Read(in point);
        return true;
    }

    private PublicKey Read(in OpaquePublicKey point)
    {
        Span<byte> encoded = stackalloc byte[PublicKey.UncompressedLength];
        nuint length = (nuint)encoded.Length;
        _ = Secp256k1Library.WritePublicKey(
            _context, ref FirstOf(encoded), ref length, in point, Secp256k1Library.Uncompressed);
        return new PublicKey(
            UInt256.FromBigEndian(encoded.Slice(1, UInt256.Length)),
            UInt256.FromBigEndian(encoded[(1 + UInt256.Length)..]));
    }

    private static ref byte FirstOf(Span<byte> bytes) => ref MemoryMarshal.GetReference(bytes);

    private static ref readonly byte FirstOf(ReadOnlySpan<byte> bytes) => ref MemoryMarshal.GetReference(bytes);

    private static void Demand(int result, string otherwise)
    {
        if (result != 1)
        {
            throw new CryptographicException(
                $"libsecp256k1 {otherwise}; set {Secp256k1.ChoiceVariable}=managed to do without it.");
        }
    }
}
