using System.Buffers.Binary;
using System.Security.Cryptography;

namespace ChainTips.Identity;

/// <summary>Makes ids: random ones for what we create, keyed ones for what the chain created.</summary>
/// <remarks>
/// A payment's id is a keyed hash of where the payment stands on the chain, so a replay of the chain finds the same id
/// again, and nobody without the key can guess it from the transaction hash.
/// </remarks>
/// <param name="key">The installation's secret, 32 bytes.</param>
public sealed class IdSource(byte[] key)
{
    /// <summary>A new id of 128 random bits.</summary>
    public static Id<T> Random<T>()
        where T : IIdentified
    {
        Span<byte> bits = stackalloc byte[16];
        RandomNumberGenerator.Fill(bits);
        return new Id<T>(BinaryPrimitives.ReadUInt128BigEndian(bits));
    }

    /// <summary>The id of the thing that these bytes name: the same bytes give the same id.</summary>
    public Id<T> Derive<T>(ReadOnlySpan<byte> name)
        where T : IIdentified
    {
        using IncrementalHash hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hash.AppendData(System.Text.Encoding.ASCII.GetBytes(T.IdPrefix));
        hash.AppendData(name);
        Span<byte> digest = stackalloc byte[32];
        hash.GetHashAndReset(digest);
        return new Id<T>(BinaryPrimitives.ReadUInt128BigEndian(digest));
    }
}
