using System.Text.Json;
using System.Text.Json.Nodes;
using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.Proofs;
using ChainTips.Simulation.Mining;
using ChainTips.Simulation.Network;
using ChainTips.Simulation.Running;

namespace ChainTips.Simulation.Faults;

/// <summary>
/// Says whether a lie can be found out at the level at which the gateway verifies. One that cannot is not told: no gateway could
/// be held to it, and the operator chose the level.
/// </summary>
internal static class LieJudge
{
    private static readonly string[] HashedLater = ["number", "hash", "parentHash", "logsBloom", "timestamp", "receiptsRoot", "transactions"];

    /// <summary>Whether a gateway at this level has a way to notice.</summary>
    public static bool IsFoundOut(FaultScene scene, string method, JsonNode right, JsonNode? wrong) =>
        GatewayUnderTest.RecomputesHashes || wrong is null || method switch
        {
            SimulatedNode.BlockReceipts => HasOtherBloom(scene, right, wrong),
            SimulatedNode.TransactionReceipt => IsSameContent(right, wrong),
            SimulatedNode.BlockByNumber or SimulatedNode.BlockByHash => HashedLater.All(field => IsSame(right[field], (wrong as JsonObject)?[field])),
            _ => true,
        };

    /// <summary>The bloom covers addresses and topics, not data, status or how often.</summary>
    private static bool HasOtherBloom(FaultScene scene, JsonNode right, JsonNode wrong)
    {
        if (IsSameContent(right, wrong))
        {
            return true;
        }

        try
        {
            string? hash = (right as JsonArray)?.FirstOrDefault()?["blockHash"]?.GetValue<string>();
            SimulatedBlock? block = hash is null ? null : scene.View.Chain.Find(Hash32.Parse(hash));
            using JsonDocument document = JsonDocument.Parse(wrong.ToJsonString());
            LogsBloom bloom = BlockReceipts.Bloom(ConsensusReceipt.ListFromJson(document.RootElement));
            return block is null || !bloom.Equals(block.Header.LogsBloom);
        }
        catch (Exception error) when (error is ConsensusFormatException or JsonException)
        {
            return true;
        }
    }

    /// <summary>Whether only what no consensus covers was changed, such as indexes and block hashes.</summary>
    private static bool IsSameContent(JsonNode right, JsonNode wrong) => Content(right) == Content(wrong);

    private static string Content(JsonNode result) => string.Join('|', Receipts(result).Select(receipt =>
        $"{receipt["status"]}:{string.Join(',', (receipt["logs"] as JsonArray ?? []).Select(log => $"{log?["address"]}{log?["topics"]?.ToJsonString()}{log?["data"]}"))}"));

    private static IEnumerable<JsonObject> Receipts(JsonNode result) => result is JsonArray list ? list.OfType<JsonObject>() : [result as JsonObject ?? []];

    private static bool IsSame(JsonNode? left, JsonNode? right) => JsonNode.DeepEquals(left, right);
}
