using System.Globalization;
using System.Text.Json.Nodes;
using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.Proofs;

namespace ChainTips.Server.Tests.Running;

/// <summary>A block as the scripted node serves it; each transaction is the list of its logs. Its hash is that of a real header.</summary>
internal sealed record ScriptedBlock(
    ulong Number, Hash32 StateRoot, Hash32 ParentHash, ulong Timestamp, IReadOnlyList<IReadOnlyList<ChainLog>> Transactions)
{
    private const ulong GasOfEach = 21_000;

    private Hash32? _hash;
    private Hash32? _receiptsRoot;

    public Hash32 Hash => _hash ??= Consensus.ComputeHash();

    private Hash32 ReceiptsRoot => _receiptsRoot ??= BlockReceipts.Root(Transactions.Select((logs, index) => new ConsensusReceipt
    {
        Type = 2,
        Succeeded = true,
        CumulativeGasUsed = GasOfEach * (ulong)(index + 1),
        Logs = logs,
    }));

    private ConsensusHeader Consensus => new()
    {
        ParentHash = ParentHash,
        UnclesHash = Hash32.Zero,
        Beneficiary = LocalChain.Payer,
        StateRoot = StateRoot,
        TransactionsRoot = Hash32.Zero,
        ReceiptsRoot = ReceiptsRoot,
        LogsBloom = LogsBloom.Of(Transactions.SelectMany(logs => logs)),
        Difficulty = UInt256.Zero,
        Number = new BlockNumber(Number),
        GasLimit = 30_000_000,
        GasUsed = GasOfEach * (ulong)Transactions.Count,
        Timestamp = Timestamp,
        ExtraData = ReadOnlyMemory<byte>.Empty,
        MixHash = Hash32.Zero,
        Nonce = 0,
    };

    public IReadOnlyList<Hash32> TransactionHashes { get; } =
        [.. Transactions.Select((_, index) => Keccak256.HashUtf8($"transaction {index} of {Number}"))];

    public JsonObject Header() => new()
    {
        ["number"] = Quantity(Number),
        ["hash"] = Hash.ToString(),
        ["parentHash"] = ParentHash.ToString(),
        ["timestamp"] = Quantity(Timestamp),
        ["logsBloom"] = LogsBloom.Of(Transactions.SelectMany(logs => logs)).ToString(),
        ["receiptsRoot"] = ReceiptsRoot.ToString(),
        ["stateRoot"] = StateRoot.ToString(),
        ["sha3Uncles"] = Hash32.Zero.ToString(),
        ["transactionsRoot"] = Hash32.Zero.ToString(),
        ["mixHash"] = Hash32.Zero.ToString(),
        ["miner"] = LocalChain.Payer.ToString(),
        ["difficulty"] = "0x0",
        ["gasLimit"] = Quantity(30_000_000),
        ["gasUsed"] = Quantity(GasOfEach * (ulong)Transactions.Count),
        ["extraData"] = "0x",
        ["nonce"] = "0x0000000000000000",
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
            ["gasUsed"] = Quantity(GasOfEach),
            ["cumulativeGasUsed"] = Quantity(GasOfEach * (ulong)(index + 1)),
            ["type"] = "0x2",
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
