using System.Text.Json;
using ChainTips.Ethereum.Hashing;

namespace ChainTips.Server.Tools;

/// <summary>Hashes and addresses.</summary>
internal static class HashingTools
{
    /// <summary>Keccak-256 of bytes.</summary>
    public static void Keccak(ToolInput input, Utf8JsonWriter output) =>
        output.WriteString("hash", Keccak256.Hash(input.Bytes("data")).ToString());

    /// <summary>An address with its checksum (EIP-55).</summary>
    public static void Address(ToolInput input, Utf8JsonWriter output) =>
        output.WriteString("address", input.Address("address").ToString());
}
