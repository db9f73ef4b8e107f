using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ChainTips.Ethereum.Crypto;
using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.TypedData;

namespace ChainTips.Receipts;

/// <summary>A receipt with its chain proof and its signature. Its text has one form only, so each byte of it is signed.</summary>
/// <param name="Receipt">What is stated.</param>
/// <param name="Proof">What shows offline that the payment's logs are in the block; null on a chain where that cannot be recomputed.</param>
/// <param name="X402">The same in the form that x402's offer-and-receipt extension asks for.</param>
/// <param name="Signer">The gateway's address, which it publishes at <c>/.well-known/chaintips.json</c>.</param>
/// <param name="Signature">The gateway's signature over all the rest (EIP-712), 65 bytes.</param>
public sealed record SignedReceipt(
    ReceiptDocument Receipt, ReceiptProof? Proof, X402Artifacts X402, string Signer, string Signature)
{
    private static readonly Hash32 TypeHash = Keccak256.HashUtf8("Receipt(string id,bytes32 contentHash)");

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.Default,
        AllowDuplicateProperties = false,
        NumberHandling = JsonNumberHandling.Strict,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Signs a receipt.</summary>
    /// <param name="receipt">What is stated.</param>
    /// <param name="proof">The chain proof, where there is one.</param>
    /// <param name="x402">The x402 artifacts.</param>
    /// <param name="key">The gateway's key.</param>
    public static SignedReceipt Sign(ReceiptDocument receipt, ReceiptProof? proof, X402Artifacts x402, PrivateKey key)
    {
        SignedReceipt unsigned = new(receipt, proof, x402, key.Address.ToString(), "");
        return unsigned with { Signature = key.Sign(unsigned.Digest()).ToString() };
    }

    /// <summary>Reads a receipt from its text; any text but the one that <see cref="ToJson"/> writes is refused.</summary>
    /// <exception cref="JsonException">The text is no receipt, or not in its one form.</exception>
    public static SignedReceipt Parse(string json)
    {
        SignedReceipt receipt = Read(json);
        return receipt.ToJson() == json
            ? receipt
            : throw new JsonException("The text is a receipt in another form than the one that was signed; spaces, escapes and letter case count.");
    }

    /// <summary>The receipt as text, indented.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Options);

    /// <summary>What is signed (EIP-712): the receipt's id and the Keccak-256 hash of its text with an empty signature.</summary>
    public Hash32 Digest()
    {
        Eip712Domain domain = new("ChainTips receipt", "1", Receipt.Terms.ChainId, Address.Parse(Receipt.Terms.Router));
        StructHasher content = new(TypeHash, stackalloc byte[StructHasher.SizeOf(2)]);
        content.WriteString(Receipt.Id);
        content.Write(Keccak256.HashUtf8((this with { Signature = "" }).ToJson()));
        return domain.Digest(content.ToHash());
    }

    /// <remarks>The platform answers text that has half of a surrogate pair with an ArgumentException.</remarks>
    private static SignedReceipt Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<SignedReceipt>(json, Options)
                ?? throw new JsonException("The receipt is null.");
        }
        catch (ArgumentException error)
        {
            throw new JsonException(
                "The receipt has half of a surrogate pair, which is no text; take it as it was issued.", error);
        }
    }
}
