using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChainTips.Ethereum.Crypto;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.TypedData;
using ChainTips.Server.Api;

namespace ChainTips.Server.Simulation;

/// <summary>A wallet that was made a moment ago: it holds dollars, if somebody sends it some, and never any native coin.</summary>
internal sealed class GaslessPayer : IDisposable
{
    private readonly PrivateKey _key = NewKey();

    /// <summary>Its address.</summary>
    public Address Address => _key.Address;

    /// <summary>A new key as text, for a process that is to use it.</summary>
    public static (string Text, Address Address) NewKeyText()
    {
        byte[] bytes = RandomNumberGenerator.GetBytes(PrivateKey.Length);
        using PrivateKey key = PrivateKey.FromBytes(bytes);
        return (Hex.Format(bytes), key.Address);
    }

    /// <summary>Signs what an intent asks a wallet to sign.</summary>
    /// <returns>What is handed in to be relayed.</returns>
    public NewRelay Sign(IntentView intent)
    {
        JsonNode typedData = JsonSerializer.SerializeToNode(intent.TypedData, JsonSerializerOptions.Web)!;
        typedData["message"]!["from"] = Address.ToString();
        Signature signature = _key.Sign(TypedMessage.Parse(typedData.ToJsonString()).Digest);
        return new NewRelay(Address.ToString(), intent.Nonce, signature.ToString());
    }

    public void Dispose() => _key.Dispose();

    private static PrivateKey NewKey() => PrivateKey.FromBytes(RandomNumberGenerator.GetBytes(PrivateKey.Length));
}
