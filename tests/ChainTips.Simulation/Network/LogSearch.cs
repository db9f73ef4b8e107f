using System.Buffers;
using System.Text.Json;
using ChainTips.Ethereum.Primitives;
using ChainTips.Simulation.Mining;

namespace ChainTips.Simulation.Network;

/// <summary>Answers <c>eth_getLogs</c>: by range or by block hash, by addresses and by topics, each of which may be a list.</summary>
internal static class LogSearch
{
    public static NodeAnswer Answer(NodeView view, JsonElement filter)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartArray();
            foreach (SimulatedBlock block in Select(view, filter))
            {
                WriteMatches(json, block, filter);
            }

            json.WriteEndArray();
        }

        return NodeAnswer.Of(buffer.WrittenSpan);
    }

    private static List<SimulatedBlock> Select(NodeView view, JsonElement filter)
    {
        if (filter.TryGetProperty("blockHash", out JsonElement hash))
        {
            return view.FindHash(Hash32.Parse(hash.GetString()!)) is SimulatedBlock block ? [block] : [];
        }

        // A range past the node's head is no error to most nodes; what they have of it is answered.
        ulong last = view.Find(filter.GetProperty("toBlock").GetString()!)?.Number ?? view.Head.Number;
        List<SimulatedBlock> blocks = [];
        for (SimulatedBlock? block = view.Head.At(last); block is not null; block = block.Parent)
        {
            if (block.Number < (view.Find(filter.GetProperty("fromBlock").GetString()!)?.Number ?? ulong.MaxValue))
            {
                break;
            }

            blocks.Insert(0, block);
        }

        return blocks;
    }

    private static void WriteMatches(Utf8JsonWriter json, SimulatedBlock block, JsonElement filter)
    {
        if (block.Transactions.Count == 0)
        {
            return;
        }

        using JsonDocument receipts = JsonDocument.Parse(block.ReceiptsJson.ToArray());
        foreach (JsonElement log in receipts.RootElement.EnumerateArray().SelectMany(receipt => receipt.GetProperty("logs").EnumerateArray()))
        {
            if (IsWanted(filter, log))
            {
                log.WriteTo(json);
            }
        }
    }

    private static bool IsWanted(JsonElement filter, JsonElement log)
    {
        if (filter.TryGetProperty("address", out JsonElement address) && !IsOneOf(address, log.GetProperty("address")))
        {
            return false;
        }

        if (!filter.TryGetProperty("topics", out JsonElement topics))
        {
            return true;
        }

        JsonElement own = log.GetProperty("topics");
        return topics.EnumerateArray().Select((topic, index) => (topic, index)).All(
            wanted => wanted.topic.ValueKind == JsonValueKind.Null
                || (wanted.index < own.GetArrayLength() && IsOneOf(wanted.topic, own[wanted.index])));
    }

    private static bool IsOneOf(JsonElement wanted, JsonElement value) => wanted.ValueKind == JsonValueKind.Array
        ? wanted.EnumerateArray().Any(one => IsOneOf(one, value))
        : string.Equals(wanted.GetString(), value.GetString(), StringComparison.OrdinalIgnoreCase);
}
