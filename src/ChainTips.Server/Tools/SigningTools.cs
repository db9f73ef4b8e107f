using System.Text.Json;
using ChainTips.Ethereum.Crypto;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.TypedData;

namespace ChainTips.Server.Tools;

/// <summary>Digests, signatures and keys.</summary>
internal static class SigningTools
{
    /// <summary>The digest of a personal message, given as text or as bytes (EIP-191).</summary>
    public static void PersonalDigest(ToolInput input, Utf8JsonWriter output)
    {
        if (input.Has("message") == input.Has("data"))
        {
            throw new FormatException("Give either 'message', a text, or 'data', bytes in hex.");
        }

        Hash32 digest = input.Has("data")
            ? PersonalMessage.Digest(input.Bytes("data"))
            : PersonalMessage.DigestUtf8(input.Text("message"));
        output.WriteString("digest", digest.ToString());
    }

    /// <summary>The hashes of a structured message (EIP-712).</summary>
    public static void TypedData(ToolInput input, Utf8JsonWriter output)
    {
        TypedMessage message = TypedMessage.Parse(input.Element("typedData"));
        output.WriteString("domainSeparator", message.DomainSeparator.ToString());
        output.WriteString("structHash", message.StructHash.ToString());
        output.WriteString("digest", message.Digest.ToString());
    }

    /// <summary>The signature of a digest by a key (RFC 6979, EIP-2), with v 27 or 28.</summary>
    public static void Sign(ToolInput input, Utf8JsonWriter output)
    {
        using PrivateKey privateKey = PrivateKey.Parse(input.Text("privateKey"));
        output.WriteString("signature", privateKey.Sign(input.Hash("digest")).ToString());
    }

    /// <summary>The address that signed a digest, of a signature in 65 bytes or in the 64 of EIP-2098.</summary>
    public static void Recover(ToolInput input, Utf8JsonWriter output)
    {
        Signature signature = Signature.Parse(input.Bytes("signature"));
        output.WriteString("address", Secp256k1.Default.TryRecover(input.Hash("digest"), signature, out Address address)
            ? address.ToString()
            : throw new FormatException("No key makes this signature of this digest."));
    }

    /// <summary>The address of a key.</summary>
    public static void AddressOfKey(ToolInput input, Utf8JsonWriter output)
    {
        using PrivateKey privateKey = PrivateKey.Parse(input.Text("privateKey"));
        output.WriteString("address", privateKey.Address.ToString());
    }
}
