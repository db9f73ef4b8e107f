using ChainTips.Chain;
using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.TypedData;
using ChainTips.PaymentRequests;

namespace ChainTips.Relaying;

/// <summary>Terms that a payer signed as an authorization of EIP-3009, whose nonce is their hash.</summary>
/// <remarks>
/// One payee without fee is paid by the token itself. Several payees, or a fee, are paid through the tipping contract, which alone may
/// submit what was signed for it. It is known by chain, token, payer and nonce, never by the bytes of the signature.
/// </remarks>
/// <param name="Terms">The terms.</param>
/// <param name="Payer">Who signed.</param>
/// <param name="Signature">65 bytes of a key, or whatever the payer's contract takes (ERC-1271).</param>
public sealed record SignedAuthorization(PaymentTerms Terms, Address Payer, ReadOnlyMemory<byte> Signature)
{
    private static readonly Hash32 TransferType = Keccak256.HashUtf8(
        "TransferWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)");

    private static readonly Hash32 ReceiveType = Keccak256.HashUtf8(
        "ReceiveWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)");

    /// <summary>The nonce that was signed: the hash of the terms.</summary>
    public Hash32 Nonce { get; } = Terms.Hash();

    /// <summary>Whether the money goes through the tipping contract.</summary>
    public bool IsThroughRouter => Terms.IsRouted;

    /// <summary>Whom the token pays first: the payee, or the tipping contract.</summary>
    public Address FirstReceiver => Terms.FirstReceiver;

    /// <summary>What leaves the payer, in base units.</summary>
    public UInt128 Total => Terms.Total;

    /// <summary>The hash that is signed.</summary>
    public Hash32 Digest(AllowedToken token) => DigestOf(Terms, token, Payer, Nonce);

    /// <summary>Until when the token takes it; from then on it is worth nothing.</summary>
    public DateTimeOffset ValidBefore => TimeOf(Terms.ValidBefore);

    /// <summary>What a payer signs for terms.</summary>
    /// <exception cref="InvalidOperationException">The token signs nothing.</exception>
    public static Hash32 DigestOf(PaymentTerms terms, AllowedToken token, Address payer, Hash32 nonce)
    {
        Hash32 separator = token.DomainSeparator
            ?? throw new InvalidOperationException($"{token.Token.Symbol} takes no signed authorizations.");
        StructHasher content = new(terms.IsRouted ? ReceiveType : TransferType, stackalloc byte[StructHasher.SizeOf(6)]);
        content.Write(payer);
        content.Write(terms.FirstReceiver);
        content.Write((UInt256)terms.Total);
        content.Write(UInt256.Zero);
        content.Write(terms.ValidBefore);
        content.Write(nonce);
        return TypedDigest.Of(separator, content.ToHash());
    }

    private static DateTimeOffset TimeOf(UInt256 seconds) =>
        seconds.TryToUInt128(out UInt128 narrow) && narrow <= (ulong)DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds((long)narrow)
            : DateTimeOffset.MaxValue;
}
