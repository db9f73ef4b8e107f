using System.Text.Json;
using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Server.Tools;

/// <summary>Hashes, addresses and selectors.</summary>
internal static class HashingTools
{
    /// <summary>Keccak-256 of bytes.</summary>
    public static void Keccak(ToolInput input, Utf8JsonWriter output) =>
        output.WriteString("hash", Keccak256.Hash(input.Bytes("data")).ToString());

    /// <summary>An address with its checksum (EIP-55).</summary>
    public static void Address(ToolInput input, Utf8JsonWriter output) =>
        output.WriteString("address", input.Address("address").ToString());

    /// <summary>The first four bytes of a function's signature hash.</summary>
    public static void Selector(ToolInput input, Utf8JsonWriter output) =>
        output.WriteString("selector", Hex.Format(AbiSignature.Selector(input.Text("signature"))));

    /// <summary>The hash of an event's signature.</summary>
    public static void Topic(ToolInput input, Utf8JsonWriter output) =>
        output.WriteString("topic", AbiSignature.Topic(input.Text("signature")).ToString());
}
