using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.TypedData;

/// <summary>
/// The domain of EIP-712, which ties a signature to one contract; a field that is null is not part of its type.
/// </summary>
/// <param name="Name">The signing name, which for a token can differ from network to network.</param>
/// <param name="Version">The signing version; Permit2 has none.</param>
/// <param name="ChainId">The EIP-155 chain id.</param>
/// <param name="VerifyingContract">The contract that checks the signatures.</param>
/// <param name="Salt">What tells domains apart that have all else in common.</param>
public sealed record Eip712Domain(
    string? Name, string? Version, UInt256? ChainId, Address? VerifyingContract, Hash32? Salt = null)
{
    private readonly Hash32 _separator = Hash(Name, Version, ChainId, VerifyingContract, Salt);

    /// <summary>The signing name.</summary>
    public string? Name { get; } = Name;

    /// <summary>The signing version.</summary>
    public string? Version { get; } = Version;

    /// <summary>The EIP-155 chain id.</summary>
    public UInt256? ChainId { get; } = ChainId;

    /// <summary>The contract that checks the signatures.</summary>
    public Address? VerifyingContract { get; } = VerifyingContract;

    /// <summary>What tells domains apart that have all else in common.</summary>
    public Hash32? Salt { get; } = Salt;

    /// <summary>The hash of the domain, which the contract should return as <c>DOMAIN_SEPARATOR()</c>.</summary>
    public Hash32 Separator() => _separator;

    /// <summary>The hash that is signed for a message of this domain, given the message's <c>hashStruct</c>.</summary>
    public Hash32 Digest(Hash32 structHash) => TypedDigest.Of(_separator, structHash);

    private static Hash32 Hash(
        string? name, string? version, UInt256? chainId, Address? verifyingContract, Hash32? salt)
    {
        bool[] isPresent =
        [
            name is not null, version is not null, chainId is not null, verifyingContract is not null, salt is not null,
        ];
        IEnumerable<string> fields = DomainType.Fields
            .Where((_, index) => isPresent[index])
            .Select(field => $"{field.Type} {field.Name}");
        Hash32 typeHash = Keccak256.HashUtf8($"{DomainType.Name}({string.Join(',', fields)})");

        StructHasher hasher = new(typeHash, stackalloc byte[StructHasher.SizeOf(DomainType.Fields.Count)]);
        if (name is not null)
        {
            hasher.WriteString(name);
        }

        if (version is not null)
        {
            hasher.WriteString(version);
        }

        if (chainId is UInt256 chain)
        {
            hasher.Write(chain);
        }

        if (verifyingContract is Address contract)
        {
            hasher.Write(contract);
        }

        if (salt is Hash32 word)
        {
            hasher.Write(word);
        }

        return hasher.ToHash();
    }
}
