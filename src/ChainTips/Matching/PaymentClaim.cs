using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.TypedData;

namespace ChainTips.Matching;

/// <summary>What the payer of a transfer signs to say what it was for (EIP-712). It names one transfer and one request, so it is good for nothing else.</summary>
/// <param name="ChainId">The chain of the transfer.</param>
/// <param name="TransactionHash">Its transaction.</param>
/// <param name="Position">The place of the token's log in the receipt, from 0.</param>
/// <param name="RequestId">The payment request that it was for, as the API writes it.</param>
/// <param name="Deadline">Until when the claim may be made, seconds since 1970.</param>
public sealed record PaymentClaim(ulong ChainId, Hash32 TransactionHash, int Position, string RequestId, ulong Deadline)
{
    /// <summary>The definition of the struct (<c>encodeType</c>).</summary>
    public const string TypeText = "Claim(uint256 chainId,bytes32 transactionHash,uint256 position,string requestId,uint256 deadline)";

    /// <summary>The name of the domain.</summary>
    public const string DomainName = "ChainTips claim";

    private static readonly Hash32 TypeHash = Keccak256.HashUtf8(TypeText);

    /// <summary>The hash that is signed.</summary>
    public Hash32 Digest()
    {
        StructHasher content = new(TypeHash, stackalloc byte[StructHasher.SizeOf(5)]);
        content.Write((UInt256)ChainId);
        content.Write(TransactionHash);
        content.Write((UInt256)checked((ulong)Position));
        content.WriteString(RequestId);
        content.Write((UInt256)Deadline);
        return new Eip712Domain(DomainName, "1", ChainId, null).Digest(content.ToHash());
    }
}
