using System.Globalization;
using System.Text.Json.Nodes;
using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Server.Tests.Running;

/// <summary>A block as the scripted node serves it; each transaction is the list of its logs.</summary>
internal sealed record ScriptedBlock(
    ulong Number, Hash32 Hash, Hash32 ParentHash, ulong Timestamp, IReadOnlyList<IReadOnlyList<ChainLog>> Transactions)
{
    public IReadOnlyList<Hash32> TransactionHashes { get; } =
        [.. Transactions.Select((_, index) => Keccak256.HashUtf8($"transaction {index} of {Number}"))];

    public JsonObject Header() => new()
    {
        ["number"] = Quantity(Number),
        ["hash"] = Hash.ToString(),
        ["parentHash"] = ParentHash.ToString(),
        ["timestamp"] = Quantity(Timestamp),
        ["logsBloom"] = LogsBloom.Of(Transactions.SelectMany(logs => logs)).ToString(),
        ["receiptsRoot"] = Keccak256.HashUtf8("root").ToString(),
        ["transactions"] = new JsonArray([.. TransactionHashes.Select(hash => (JsonNode)hash.ToString())]),
    };

    public JsonObject? Receipt(string transactionHash)
    {
        int index = TransactionHashes.ToList().FindIndex(hash => hash.ToString() == transactionHash);
        return index < 0 ? null : new JsonObject
        {
            ["transactionHash"] = transactionHash,
            ["transactionIndex"] = Quantity((ulong)index),
            ["blockHash"] = Hash.ToString(),
            ["blockNumber"] = Quantity(Number),
            ["status"] = "0x1",
            ["from"] = LocalChain.Payer.ToString(),
            ["to"] = LocalChain.Router.ToString(),
            ["gasUsed"] = "0x5208",
            ["logs"] = new JsonArray([.. Transactions[index].Select(log => Log(index, log))]),
        };
    }

    /// <summary>The logs of one contract with one first topic, as <c>eth_getLogs</c> gives them.</summary>
    public IEnumerable<JsonObject> FindLogs(IReadOnlySet<string> contracts, IReadOnlySet<string> topics) =>
        from transaction in Transactions.Index()
        from log in transaction.Item
        where contracts.Contains(log.Address.ToString()) && topics.Contains(log.Topics[0].ToString())
        select Log(transaction.Index, log);

    private JsonObject Log(int transaction, ChainLog log) => new()
    {
        ["address"] = log.Address.ToString(),
        ["topics"] = new JsonArray([.. log.Topics.Select(topic => (JsonNode)topic.ToString())]),
        ["data"] = Hex.Format(log.Data.Span),
        ["blockNumber"] = Quantity(Number),
        ["blockHash"] = Hash.ToString(),
        ["transactionHash"] = TransactionHashes[transaction].ToString(),
        ["transactionIndex"] = Quantity((ulong)transaction),
        ["logIndex"] = Quantity((ulong)(Transactions.Take(transaction).Sum(logs => logs.Count) + log.Position)),
        ["removed"] = false,
    };

    private static string Quantity(ulong value) => "0x" + value.ToString("x", CultureInfo.InvariantCulture);
}
