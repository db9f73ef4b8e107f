using System.Text.Json.Nodes;
using ChainTips.Ethereum.Primitives;
using ChainTips.Simulation.Mining;

namespace ChainTips.Simulation.Faults;

/// <summary>Ways in which receipts and logs are told wrongly.</summary>
internal static class ReceiptEdits
{
    /// <summary>Nothing, with every sign of success.</summary>
    public static JsonNode? Empty(JsonNode result, FaultScene scene) => result is JsonArray ? new JsonArray() : null;

    /// <summary>One log is missing, and the rest is renumbered, as a node does that never indexed it.</summary>
    public static JsonNode DropLog(JsonNode result, FaultScene scene)
    {
        JsonArray[] lists = [.. LogLists(result).Where(logs => logs.Count > 0)];
        if (lists.Length > 0)
        {
            JsonArray list = scene.Random.OneOf(lists);
            list.RemoveAt(scene.Random.Below(list.Count));
            Renumber(result);
        }

        return result;
    }

    /// <summary>Only the first part of a list.</summary>
    public static JsonNode Truncate(JsonNode result, FaultScene scene)
    {
        JsonArray list = result as JsonArray ?? LogLists(result).FirstOrDefault() ?? [];
        for (int keep = scene.Random.Below(list.Count + 1); list.Count > keep;)
        {
            list.RemoveAt(list.Count - 1);
        }

        return result;
    }

    /// <summary>One log names another block than its receipt does.</summary>
    public static JsonNode OtherBlockHash(JsonNode result, FaultScene scene) => OnLog(
        result, scene, log => log["blockHash"] = scene.View.Head.Parent?.Plain.Hash ?? Hash32.Zero.ToString());

    /// <summary>The receipts of another block, as a mixed-up cache answers.</summary>
    public static JsonNode? OtherBlock(JsonNode result, FaultScene scene)
    {
        string? own = (result as JsonArray)?.FirstOrDefault()?["blockHash"]?.GetValue<string>();
        SimulatedBlock? asked = own is null ? null : scene.View.Chain.Find(Hash32.Parse(own));
        SimulatedBlock[] others = [.. scene.View.Chain.Mined.Where(block => block.Hash != asked?.Hash && block.Transactions.Count > 0)];
        SimulatedBlock[] siblings = [.. others.Where(block => block.Number == asked?.Number)];
        SimulatedBlock[] chosen = siblings.Length > 0 ? siblings : others;
        return chosen.Length == 0 ? result : JsonNode.Parse(scene.Random.OneOf(chosen).ReceiptsJson);
    }

    /// <summary>An index that is wrong, twice the same, or the underflow that once won a vote between nodes.</summary>
    public static JsonNode WrongIndex(JsonNode result, FaultScene scene) => scene.Random.Percent(50)
        ? OnLog(result, scene, log => log["logIndex"] = scene.Random.OneOf<string>(["0x0", "0xfffffff7", "0x63", "0xffffffffffffffff"]))
        : OnReceipt(result, scene, receipt => receipt["transactionIndex"] = scene.Random.OneOf<string>(["0x0", "0x7fffffff", "0xfffffff7", "0x1"]));

    /// <summary>A transaction hash of zeros.</summary>
    public static JsonNode ZeroTransaction(JsonNode result, FaultScene scene) =>
        OnReceipt(result, scene, receipt => receipt["transactionHash"] = Hash32.Zero.ToString());

    /// <summary>A log that says that it was taken back.</summary>
    public static JsonNode Removed(JsonNode result, FaultScene scene) => OnLog(result, scene, log => log["removed"] = true);

    /// <summary>A receipt or a log twice.</summary>
    public static JsonNode Twice(JsonNode result, FaultScene scene)
    {
        JsonArray[] lists = [.. LogLists(result).Append(result as JsonArray ?? []).Where(list => list.Count > 0)];
        if (lists.Length > 0)
        {
            JsonArray list = scene.Random.OneOf(lists);
            int index = scene.Random.Below(list.Count);
            list.Insert(scene.Random.Below(list.Count + 1), list[index]!.DeepClone());
        }

        return result;
    }

    /// <summary>A lie: an amount, an address, a topic, the status, or who stands where.</summary>
    public static JsonNode Lie(JsonNode result, FaultScene scene) => scene.Random.Below(6) switch
    {
        0 => OnLog(result, scene, log => log["data"] = Flip(log["data"]!.GetValue<string>(), scene)),
        1 => OnLog(result, scene, log => log["address"] = Hex.Format(SimulatedWorld.Router.ToArray())),
        2 => OnLog(result, scene, log => ((JsonArray)log["topics"]!)[^1] = Flip(((JsonArray)log["topics"]!)[^1]!.GetValue<string>(), scene)),
        3 => OnReceipt(result, scene, receipt => receipt["status"] = receipt["status"]!.GetValue<string>() == "0x1" ? "0x0" : "0x1"),
        4 => OnReceipt(result, scene, receipt => ((JsonArray)receipt["logs"]!).Clear()),
        _ => OnReceipt(result, scene, receipt => receipt["transactionHash"] = Flip(receipt["transactionHash"]!.GetValue<string>(), scene)),
    };

    /// <summary>Does something to one log.</summary>
    public static JsonNode OnLog(JsonNode result, FaultScene scene, Action<JsonObject> edit)
    {
        JsonObject[] logs = [.. LogLists(result).SelectMany(list => list.OfType<JsonObject>())];
        if (logs.Length > 0)
        {
            edit(scene.Random.OneOf(logs));
        }

        return result;
    }

    /// <summary>Does something to one receipt; to one log where the result is a list of logs.</summary>
    public static JsonNode OnReceipt(JsonNode result, FaultScene scene, Action<JsonObject> edit)
    {
        JsonObject[] receipts = [.. (result as JsonArray ?? [result.DeepClone()]).OfType<JsonObject>().Where(one => one.ContainsKey("logs"))];
        if (result is JsonObject single && single.ContainsKey("logs"))
        {
            edit(single);
        }
        else if (receipts.Length > 0)
        {
            edit(scene.Random.OneOf(receipts));
        }

        return result;
    }

    /// <summary>Another digit somewhere.</summary>
    private static string Flip(string hex, FaultScene scene)
    {
        int at = hex.Length <= 3 ? hex.Length - 1 : scene.Random.Between(3, hex.Length - 1);
        return at < 2 ? hex : string.Concat(hex.AsSpan(0, at), hex[at] == '1' ? "2" : "1", hex.AsSpan(at + 1));
    }

    private static IEnumerable<JsonArray> LogLists(JsonNode result) => result switch
    {
        JsonArray { Count: > 0 } list when list[0] is JsonObject first && !first.ContainsKey("logs") => [list],
        JsonArray list => list.Select(receipt => receipt?["logs"]).OfType<JsonArray>(),
        _ => result["logs"] is JsonArray logs ? [logs] : [],
    };

    private static void Renumber(JsonNode result)
    {
        ulong next = 0;
        foreach (JsonObject log in LogLists(result).SelectMany(list => list.OfType<JsonObject>()))
        {
            log["logIndex"] = BlockJson.Quantity(next++);
        }
    }
}
