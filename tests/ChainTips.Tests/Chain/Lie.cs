using System.Text.Json.Nodes;
using ChainTips.Ethereum.Primitives;
using ChainTips.Testing;

namespace ChainTips.Tests.Chain;

/// <summary>One way to lie about a block that hashes disprove.</summary>
/// <param name="Name">What is done, as the name of the test.</param>
/// <param name="Method">The method whose answer is changed.</param>
/// <param name="Tell">Makes the lie of the honest answer.</param>
internal sealed record Lie(string Name, string Method, Func<JsonNode, LyingWorld, JsonNode?> Tell)
{
    private const string Headers = "eth_getBlockByNumber";
    private const string Receipts = "eth_getBlockReceipts";

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<Lie> All =
    [
        OfLogs("a log is dropped", (logs, _) => logs.RemoveAt(logs.Count - 1)),
        OfLogs("a log is added", (logs, world) => logs.Add(Numbered(logs, Forged(logs[0]!, world)))),
        OfLogs("a log is there twice", (logs, _) => logs.Add(Numbered(logs, logs[^1]!.DeepClone()))),
        OfLogs("the amount of a log is changed", (logs, world) => Change(logs, "data", world)),
        OfLogs("the emitter of a log is changed", (logs, world) => Change(logs, "address", world)),
        OfLogs("a topic of a log is changed", (logs, world) =>
        {
            JsonArray topics = logs[world.Random.Below(logs.Count)]!["topics"]!.AsArray();
            int topic = world.Random.Below(topics.Count);
            topics[topic] = Digit((string)topics[topic]!, world.Random);
        }),
        OfLogs("two logs change places", (logs, _) => Exchange(logs, 0, 1, "logIndex")),
        OfReceipt("a failed transaction is told as successful, or the reverse", (receipt, _) =>
            receipt["status"] = (string)receipt["status"]! == "0x1" ? "0x0" : "0x1"),
        OfReceipt("the gas used so far is changed", (receipt, world) =>
            receipt["cumulativeGasUsed"] = Digit((string)receipt["cumulativeGasUsed"]!, world.Random)),
        OfReceipt("the type of a transaction is changed", (receipt, _) => receipt["type"] = "0x1"),
        OfReceipts("the last receipt is dropped", (receipts, _) => receipts.RemoveAt(receipts.Count - 1)),
        OfReceipts("a receipt is there twice", (receipts, _) =>
        {
            JsonNode again = receipts[^1]!.DeepClone();
            again["transactionIndex"] = $"0x{receipts.Count:x}";
            receipts.Add(again);
        }),
        OfReceipts("two receipts change places", (receipts, _) => Exchange(receipts, 0, 1, "transactionIndex", "transactionHash")),
        OfReceipts("two transactions change their hashes", (receipts, world) =>
        {
            Rename(receipts[0]!, world.Target.Receipts[1].TransactionHash, world.Target.Header.Hash);
            Rename(receipts[1]!, world.Target.Receipts[0].TransactionHash, world.Target.Header.Hash);
        }),
        new("no receipts are told", Receipts, (_, _) => new JsonArray()),
        new("the receipts are those of the other fork", Receipts, (_, world) => world.OtherReceipts(relabelled: false)),
        new("the receipts of the other fork are told under this block's hash", Receipts, (_, world) => world.OtherReceipts(relabelled: true)),
        OfReceipts("every log is dropped", (receipts, _) =>
        {
            foreach (JsonNode? receipt in receipts)
            {
                receipt!["logs"] = new JsonArray();
            }
        }),
        OfHeader("a field of the header is changed", (header, world) =>
        {
            string[] fields = ["stateRoot", "transactionsRoot", "receiptsRoot", "sha3Uncles", "miner", "gasLimit", "gasUsed", "timestamp", "mixHash", "extraData", "baseFeePerGas"];
            string field = world.Random.OneOf(fields);
            header[field] = Digit((string)header[field]!, world.Random);
        }),
        OfHeader("a bit of the bloom is changed", (header, world) => header["logsBloom"] = Digit((string)header["logsBloom"]!, world.Random)),
        OfHeader("the bloom is emptied, so that the block is silent", (header, _) => header["logsBloom"] = "0x" + new string('0', 512)),
        OfHeader("the bloom is emptied and the root is that of no receipts", (header, _) =>
        {
            header["logsBloom"] = "0x" + new string('0', 512);
            header["receiptsRoot"] = LyingWorld.EmptyRoot.ToString();
            header["transactions"] = new JsonArray();
        }),
        OfHeader("the hash is changed", (header, world) => header["hash"] = Digit((string)header["hash"]!, world.Random)),
        OfHeader("the parent is changed", (header, world) => header["parentHash"] = Digit((string)header["parentHash"]!, world.Random)),
        OfHeader("a field that is hashed is left out", (header, _) => header.AsObject().Remove("mixHash")),
        OfHeader("a transaction is left out", (header, _) => header["transactions"]!.AsArray().RemoveAt(0)),
        new("the header is that of the block before", Headers, (_, world) => world.HeaderBefore()),
        new("the header is that of the other fork", Headers, (_, world) => world.OtherHeader()),
    ];

    public override string ToString() => Name;

    /// <summary>The same hexadecimal text with one digit changed.</summary>
    public static string Digit(string hex, SeededRandom random)
    {
        int place = 2 + random.Below(hex.Length - 2);
        int digit = (Convert.ToInt32(hex[place].ToString(), 16) + 1 + random.Below(15)) % 16;
        return hex[..place] + digit.ToString("x", System.Globalization.CultureInfo.InvariantCulture) + hex[(place + 1)..];
    }

    /// <summary>Gives a receipt and its logs another transaction and block.</summary>
    public static void Rename(JsonNode receipt, Hash32 transaction, Hash32 block)
    {
        foreach (JsonNode part in receipt["logs"]!.AsArray().Select(log => log!).Append(receipt))
        {
            part["transactionHash"] = transaction.ToString();
            part["blockHash"] = block.ToString();
        }
    }

    private static Lie OfReceipts(string name, Action<JsonArray, LyingWorld> change) => new(name, Receipts, (honest, world) =>
    {
        change(honest.AsArray(), world);
        return honest;
    });

    private static Lie OfReceipt(string name, Action<JsonNode, LyingWorld> change) => OfReceipts(
        name, (receipts, world) => change(receipts[world.Random.Below(receipts.Count)]!, world));

    private static Lie OfLogs(string name, Action<JsonArray, LyingWorld> change) => OfReceipt(
        name, (receipt, world) => change(receipt["logs"]!.AsArray(), world));

    private static Lie OfHeader(string name, Action<JsonNode, LyingWorld> change) => new(name, Headers, (honest, world) =>
    {
        change(honest, world);
        return honest;
    });

    private static void Change(JsonArray logs, string member, LyingWorld world)
    {
        JsonNode log = logs[world.Random.Below(logs.Count)]!;
        log[member] = Digit((string)log[member]!, world.Random);
    }

    private static JsonNode Forged(JsonNode log, LyingWorld world)
    {
        JsonNode forged = log.DeepClone();
        forged["data"] = Digit((string)forged["data"]!, world.Random);
        return forged;
    }

    /// <summary>The log with the number after the last one, so that only the hash tells.</summary>
    private static JsonNode Numbered(JsonArray logs, JsonNode log)
    {
        ulong last = Convert.ToUInt64((string)logs[^1]!["logIndex"]!, 16);
        log["logIndex"] = $"0x{last + 1:x}";
        return log;
    }

    /// <summary>Exchanges two elements, which keep what belongs to their place.</summary>
    private static void Exchange(JsonArray items, int one, int other, params string[] ofPlace)
    {
        JsonNode first = items[one]!.DeepClone();
        JsonNode second = items[other]!.DeepClone();
        foreach (string member in ofPlace)
        {
            (first[member], second[member]) = (second[member]!.DeepClone(), first[member]!.DeepClone());
        }

        if (ofPlace.Contains("transactionHash"))
        {
            Rename(first, Hash32.Parse((string)first["transactionHash"]!), Hash32.Parse((string)first["blockHash"]!));
            Rename(second, Hash32.Parse((string)second["transactionHash"]!), Hash32.Parse((string)second["blockHash"]!));
        }

        items[one] = second;
        items[other] = first;
    }
}
