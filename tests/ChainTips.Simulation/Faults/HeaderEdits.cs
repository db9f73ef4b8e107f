using System.Text.Json.Nodes;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Simulation.Faults;

/// <summary>Ways in which blocks are told wrongly, and numbers in any answer.</summary>
internal static class HeaderEdits
{
    private static readonly string[] Quantities = ["number", "blockNumber", "timestamp", "gasUsed", "gasLimit", "transactionIndex", "logIndex", "status", "cumulativeGasUsed", "baseFeePerGas"];

    /// <summary>Nothing, though the block was announced.</summary>
    public static JsonNode? Null(JsonNode result, FaultScene scene) => null;

    /// <summary>A bloom of zeros.</summary>
    public static JsonNode ZeroBloom(JsonNode result, FaultScene scene)
    {
        if (result is JsonObject block)
        {
            block["logsBloom"] = "0x" + new string('0', 512);
        }

        return result;
    }

    /// <summary>A lie about the block: its hash, its parent, its roots, its transactions.</summary>
    public static JsonNode Lie(JsonNode result, FaultScene scene)
    {
        string field = scene.Random.OneOf<string>(["hash", "parentHash", "receiptsRoot", "stateRoot", "timestamp", "number", "transactions", "logsBloom"]);
        if (result is not JsonObject block)
        {
            return result;
        }

        block[field] = field switch
        {
            "transactions" => new JsonArray(),
            "timestamp" or "number" => "0x1",
            "logsBloom" => "0x" + new string('f', 512),
            _ => Hash32.Zero.ToString(),
        };
        return result;
    }

    /// <summary>A number in a form that only some nodes write.</summary>
    public static JsonNode OtherForm(JsonNode result, FaultScene scene) => OnQuantity(result, scene, text => scene.Random.Below(6) switch
    {
        0 => "0x000" + text[2..],
        1 => "0x" + text[2..].ToUpperInvariant(),
        2 => text[2..],
        3 => "0x",
        4 => JsonValue.Create(Convert.ToUInt64(text, 16)),
        _ => "0X" + text[2..],
    });

    /// <summary>A number whose first bit is set, which some readers take for a sign.</summary>
    public static JsonNode HighBit(JsonNode result, FaultScene scene) => OnQuantity(
        result, scene, _ => scene.Random.OneOf<string>(["0xff", "0x80", "0x8000000000000000", "0xffffffffffffffff", "0x80000000"]));

    /// <summary>A number that is too large for what it counts.</summary>
    public static JsonNode TooLarge(JsonNode result, FaultScene scene) => OnQuantity(
        result, scene, _ => scene.Random.OneOf<string>(["0x20000000000001", "0x10000000000000000", "0x1" + new string('0', 64), "0x7fffffffffffffff"]));

    /// <summary>Members that are new, or that some nodes leave out, and types that nobody knows yet: all of it is right.</summary>
    public static JsonNode NewMembers(JsonNode result, FaultScene scene)
    {
        foreach (JsonObject one in (result as JsonArray ?? [result.DeepClone()]).OfType<JsonObject>().Append(result as JsonObject ?? []))
        {
            one["l1Fee"] = "0x1234";
            one["newMember"] = new JsonObject { ["deep"] = new JsonArray(1, "two", null) };
            one.Remove("effectiveGasPrice");
            one.Remove("size");
            one.Remove("contractAddress");
        }

        return result;
    }

    private static JsonNode OnQuantity(JsonNode result, FaultScene scene, Func<string, JsonNode?> change)
    {
        List<(JsonObject Owner, string Name)> found = [];
        Collect(result, found);
        if (found.Count > 0)
        {
            (JsonObject owner, string name) = scene.Random.OneOf(found);
            owner[name] = change(owner[name]!.GetValue<string>());
        }

        return result;
    }

    private static void Collect(JsonNode? node, List<(JsonObject Owner, string Name)> found)
    {
        if (node is JsonArray list)
        {
            foreach (JsonNode? item in list)
            {
                Collect(item, found);
            }
        }
        else if (node is JsonObject owner)
        {
            found.AddRange(Quantities.Where(name => owner[name] is JsonValue).Select(name => (owner, name)));
            foreach (KeyValuePair<string, JsonNode?> member in owner)
            {
                Collect(member.Value, found);
            }
        }
    }
}
