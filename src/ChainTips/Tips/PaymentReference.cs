using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Tips;

/// <summary>What the 32 bytes on the chain were made from: whoever holds it can show what was paid for, nobody else can guess it.</summary>
/// <param name="SubjectId">The id of the payment request or post, as the API writes it.</param>
/// <param name="Salt">32 random bytes that keep the id from being guessed.</param>
public sealed record PaymentReference(string SubjectId, Hash32 Salt)
{
    /// <summary>The keccak-256 hash of the id in UTF-8.</summary>
    public Hash32 SubjectHash => Keccak256.HashUtf8(SubjectId);

    /// <summary>The <c>bytes32 paymentReference</c> of the tip: <c>keccak256(abi.encode(keccak256(id), salt))</c>.</summary>
    public Hash32 Value { get; } =
        Keccak256.Hash(new AbiWriter().Write(Keccak256.HashUtf8(SubjectId)).Write(Salt).ToArray());

    /// <summary>A reference to a subject with a new random salt.</summary>
    public static PaymentReference Create(string subjectId)
    {
        Span<byte> salt = stackalloc byte[32];
        System.Security.Cryptography.RandomNumberGenerator.Fill(salt);
        return new PaymentReference(subjectId, Hash32.FromBytes(salt));
    }
}
