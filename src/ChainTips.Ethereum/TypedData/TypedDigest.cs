using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.TypedData;

/// <summary>The hash that is signed for structured data: EIP-712, which is EIP-191 version 0x01.</summary>
public static class TypedDigest
{
    private const byte Prefix = 0x19;
    private const byte Version = 0x01;

    /// <summary>The digest of a message, given the <c>hashStruct</c> of its domain and its own.</summary>
    public static Hash32 Of(Hash32 domainSeparator, Hash32 structHash)
    {
        Span<byte> signed = stackalloc byte[2 + (2 * Hash32.Length)];
        structHash.CopyTo(signed[(2 + Hash32.Length)..]);
        domainSeparator.CopyTo(signed[2..]);
        signed[1] = Version;
        signed[0] = Prefix;
        return Keccak256.Hash(signed);
    }

    /// <summary>
    /// The digest of a message whose primary type is the domain itself, so that there is nothing beside it.
    /// </summary>
    internal static Hash32 OfDomain(Hash32 domainSeparator)
    {
        Span<byte> signed = stackalloc byte[2 + Hash32.Length];
        domainSeparator.CopyTo(signed[2..]);
        signed[1] = Version;
        signed[0] = Prefix;
        return Keccak256.Hash(signed);
    }
}
