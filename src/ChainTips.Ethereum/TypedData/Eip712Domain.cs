using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.TypedData;

/// <summary>
/// The EIP-712 domain of a contract, of the four fields that tokens use; it ties a signature to one contract.
/// </summary>
/// <param name="Name">The signing name, which for a token can differ from network to network.</param>
/// <param name="Version">The signing version.</param>
/// <param name="ChainId">The EIP-155 chain id.</param>
/// <param name="VerifyingContract">The contract that checks the signatures.</param>
public sealed record Eip712Domain(string Name, string Version, ulong ChainId, Address VerifyingContract)
{
    private static readonly Hash32 TypeHash =
        Keccak256.HashUtf8("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");

    /// <summary>The hash of the domain, which the contract should return as <c>DOMAIN_SEPARATOR()</c>.</summary>
    public Hash32 Separator()
    {
        byte[] encoding = new AbiWriter()
            .Write(TypeHash)
            .Write(Keccak256.HashUtf8(Name))
            .Write(Keccak256.HashUtf8(Version))
            .Write((UInt256)ChainId)
            .Write(VerifyingContract)
            .ToArray();
        return Keccak256.Hash(encoding);
    }

    /// <summary>The hash that is signed for a message of this domain, given the message's <c>hashStruct</c>.</summary>
    public Hash32 Digest(Hash32 structHash)
    {
        Span<byte> message = stackalloc byte[2 + (2 * Hash32.Length)];
        message[0] = 0x19;
        message[1] = 0x01;
        Separator().CopyTo(message[2..]);
        structHash.CopyTo(message[(2 + Hash32.Length)..]);
        return Keccak256.Hash(message);
    }
}
