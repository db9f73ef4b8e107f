using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.TypedData;

namespace ChainTips.Benchmarks.Samples;

/// <summary>
/// A <c>TransferWithAuthorization</c> of EIP-3009: the signed example of the x402 specification (version 2).
/// </summary>
internal static class Authorization
{
    /// <summary>The account that signed.</summary>
    public static readonly Address Signer = Address.Parse("0x857b06519E91e3A54538791bDbb0E22373e36b66");

    /// <summary>The hash that was signed.</summary>
    public static readonly Hash32 Digest =
        Hash32.Parse("0xf256992871671abcb27ff92885a7afa46218724e5fc0bac35d050115aa1d22e6");

    /// <summary>What makes the authorization unique.</summary>
    public static readonly Hash32 Nonce =
        Hash32.Parse("0xf3746613c2d920b5fdabc0856f2aeb2d4f88ee6037b8cc5d04a71a4462f13480");

    private static readonly Hash32 TypeHash = Keccak256.HashUtf8(
        "TransferWithAuthorization(address from,address to,uint256 value,"
        + "uint256 validAfter,uint256 validBefore,bytes32 nonce)");

    private static readonly Eip712Domain Domain = new(
        "USDC", "2", 84532UL, Address.Parse("0x036CbD53842c5426634e7929541eC2318f3dCF7e"));

    private static readonly Address Payee = Address.Parse("0x209693Bc6afc0C5328bA36FaF03C514EF312287C");

    /// <summary>The message as wallets get it (<c>eth_signTypedData_v4</c>).</summary>
    public const string Json = """
        {"types":{"EIP712Domain":[{"name":"name","type":"string"},{"name":"version","type":"string"},
        {"name":"chainId","type":"uint256"},{"name":"verifyingContract","type":"address"}],
        "TransferWithAuthorization":[{"name":"from","type":"address"},{"name":"to","type":"address"},
        {"name":"value","type":"uint256"},{"name":"validAfter","type":"uint256"},
        {"name":"validBefore","type":"uint256"},{"name":"nonce","type":"bytes32"}]},
        "primaryType":"TransferWithAuthorization","domain":{"name":"USDC","version":"2","chainId":84532,
        "verifyingContract":"0x036CbD53842c5426634e7929541eC2318f3dCF7e"},
        "message":{"from":"0x857b06519E91e3A54538791bDbb0E22373e36b66",
        "to":"0x209693Bc6afc0C5328bA36FaF03C514EF312287C","value":"10000","validAfter":"1740672089",
        "validBefore":"1740672154","nonce":"0xf3746613c2d920b5fdabc0856f2aeb2d4f88ee6037b8cc5d04a71a4462f13480"}}
        """;

    /// <summary>r, s and v.</summary>
    public static byte[] Signature() => Hex.Parse(
        "0x2d6a7588d6acca505cbf0d9a4a227e0c52c6c34008c8e8986a1283259764173608a2ce6496642e377d6da8dbbf5836e9bd15092f"
        + "9ecab05ded3d6293af148b571c");

    /// <summary>The hash of EIP-712 as the gateway computes it, which knows the type beforehand.</summary>
    public static Hash32 Hash(Hash32 nonce)
    {
        StructHasher hasher = new(TypeHash, stackalloc byte[StructHasher.SizeOf(6)]);
        hasher.Write(Signer);
        hasher.Write(Payee);
        hasher.Write(10_000UL);
        hasher.Write(1_740_672_089UL);
        hasher.Write(1_740_672_154UL);
        hasher.Write(nonce);
        return Domain.Digest(hasher.ToHash());
    }
}
