using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ChainTips.Identity;

/// <summary>Makes ids: random ones for what we create, keyed ones for what the chain created.</summary>
/// <remarks>
/// A payment's id is a keyed hash of where the payment stands on the chain, so a replay of the chain finds the same id
/// again, and nobody without the key can guess it from the transaction hash.
/// </remarks>
/// <param name="key">The installation's secret, 32 bytes.</param>
public sealed class IdSource(byte[] key)
{
    /// <summary>The longest name with its prefix, in bytes.</summary>
    private const int MostBytes = 128;

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
        Span<byte> prefixed = stackalloc byte[MostBytes];
        int length = Encoding.ASCII.GetBytes(T.IdPrefix, prefixed);
        name.CopyTo(prefixed[length..]);
        Span<byte> digest = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, prefixed[..(length + name.Length)], digest);
        return new Id<T>(BinaryPrimitives.ReadUInt128BigEndian(digest));
    }
}
