using System.Globalization;
using ChainTips.Ethereum.Crypto;
using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.TypedData;
using ChainTips.Ledger;
using ChainTips.Matching;
using ChainTips.PaymentRequests;
using ChainTips.Tips;

namespace ChainTips.Receipts;

/// <summary>A payment in the form of x402's offer-and-receipt extension: what was asked, and that it was paid, each signed by itself.</summary>
/// <param name="Offer">What was asked; null for a tip to a post, which nobody asked for.</param>
/// <param name="Receipt">That it was paid.</param>
public sealed record X402Artifacts(X402Signed<X402Offer>? Offer, X402Signed<X402Receipt> Receipt)
{
    /// <summary>The artifacts of a settled payment.</summary>
    /// <param name="payment">The payment.</param>
    /// <param name="issuedAt">When the receipt is issued.</param>
    /// <param name="key">The gateway's key.</param>
    public static X402Artifacts Of(Payment payment, DateTimeOffset issuedAt, PrivateKey key)
    {
        Tip tip = payment.Tip;
        string network = $"eip155:{tip.Location.ChainId.ToString(CultureInfo.InvariantCulture)}";
        string resource = $"urn:chaintips:{payment.Subject.Reference.SubjectId}";
        X402Receipt receipt = new(
            1, network, resource, tip.Payer.ToString(), issuedAt.ToUnixTimeSeconds(), tip.Location.TransactionHash.ToString());
        return new X402Artifacts(
            payment.Subject is PaymentSubject.OfRequest asked ? SignOffer(asked.Request, tip, network, resource, key) : null,
            new X402Signed<X402Receipt>("eip712", receipt, key.Sign(receipt.Digest()).ToString()));
    }

    private static X402Signed<X402Offer> SignOffer(
        PaymentRequest request, Tip tip, string network, string resource, PrivateKey key)
    {
        // What was asked, not what was paid: that may be more or less, or another token. An open amount is as the payer chose it.
        bool isChosen = request.Amount is AskedAmount.Open && tip.Amount.Token == request.Token;
        UInt128 asked = isChosen ? tip.Amount.BaseUnits : request.Amount.Asked;
        string amount = asked.ToString(CultureInfo.InvariantCulture);
        X402Offer offer = new(
            1, resource, "exact", network, request.Token.Address.ToString(), request.Payee.ToString(), amount,
            request.ExpiresAt.ToUnixTimeSeconds());
        return new X402Signed<X402Offer>("eip712", offer, key.Sign(offer.Digest()).ToString());
    }
}

/// <summary>A signed payload of x402.</summary>
/// <typeparam name="T">The payload.</typeparam>
/// <param name="Format">How it is signed: <c>eip712</c>.</param>
/// <param name="Payload">What is signed.</param>
/// <param name="Signature">The signature, 65 bytes.</param>
public sealed record X402Signed<T>(string Format, T Payload, string Signature);

/// <summary>What was asked, as x402 states it. Times are seconds since 1970.</summary>
/// <param name="Version">Always 1.</param>
/// <param name="ResourceUrl">What is paid for.</param>
/// <param name="Scheme">Always <c>exact</c>.</param>
/// <param name="Network">The chain (CAIP-2).</param>
/// <param name="Asset">The token.</param>
/// <param name="PayTo">Who is paid.</param>
/// <param name="Amount">How much, in base units.</param>
/// <param name="ValidUntil">Until when the offer stood.</param>
public sealed record X402Offer(
    ulong Version, string ResourceUrl, string Scheme, string Network, string Asset, string PayTo, string Amount, long ValidUntil)
{
    private static readonly Eip712Domain Domain = new("x402 offer", "1", 1UL, null);

    private static readonly Hash32 TypeHash = Keccak256.HashUtf8(
        "Offer(uint256 version,string resourceUrl,string scheme,string network,string asset,string payTo,string amount,uint256 validUntil)");

    /// <summary>What is signed (EIP-712).</summary>
    public Hash32 Digest()
    {
        StructHasher content = new(TypeHash, stackalloc byte[StructHasher.SizeOf(8)]);
        content.Write((UInt256)Version);
        content.WriteString(ResourceUrl);
        content.WriteString(Scheme);
        content.WriteString(Network);
        content.WriteString(Asset);
        content.WriteString(PayTo);
        content.WriteString(Amount);
        content.Write((UInt256)checked((ulong)ValidUntil));
        return Domain.Digest(content.ToHash());
    }
}

/// <summary>That it was paid, as x402 states it. Times are seconds since 1970.</summary>
/// <param name="Version">Always 1.</param>
/// <param name="Network">The chain (CAIP-2).</param>
/// <param name="ResourceUrl">What was paid for.</param>
/// <param name="Payer">Who paid.</param>
/// <param name="IssuedAt">When the receipt was issued.</param>
/// <param name="Transaction">The transaction.</param>
public sealed record X402Receipt(
    ulong Version, string Network, string ResourceUrl, string Payer, long IssuedAt, string Transaction)
{
    private static readonly Eip712Domain Domain = new("x402 receipt", "1", 1UL, null);

    private static readonly Hash32 TypeHash = Keccak256.HashUtf8(
        "Receipt(uint256 version,string network,string resourceUrl,string payer,uint256 issuedAt,string transaction)");

    /// <summary>What is signed (EIP-712).</summary>
    public Hash32 Digest()
    {
        StructHasher content = new(TypeHash, stackalloc byte[StructHasher.SizeOf(6)]);
        content.Write((UInt256)Version);
        content.WriteString(Network);
        content.WriteString(ResourceUrl);
        content.WriteString(Payer);
        content.Write((UInt256)checked((ulong)IssuedAt));
        content.WriteString(Transaction);
        return Domain.Digest(content.ToHash());
    }
}
