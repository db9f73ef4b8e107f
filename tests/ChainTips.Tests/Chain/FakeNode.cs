using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;
using ChainTips.Testing;

namespace ChainTips.Tests.Chain;

/// <summary>A node of the fake chain that speaks JSON-RPC, and lies where the test tells it to.</summary>
/// <param name="chain">The chain that it serves.</param>
internal sealed class FakeNode(FakeChain chain) : HttpMessageHandler
{
    /// <summary>The methods that were asked for, in order.</summary>
    public List<string> Methods { get; } = [];

    /// <summary>The first parameters that were texts, in order.</summary>
    public List<string> Parameters { get; } = [];

    /// <summary>Replaces the honest answer to a method.</summary>
    public Dictionary<string, Func<JsonNode?, JsonNode?>> Lies { get; } = [];

    /// <summary>The error instead of an answer, by the method or by its first parameter.</summary>
    public Dictionary<string, JsonObject> Refusals { get; } = [];

    /// <summary>Refuses <c>eth_getLogs</c> over more blocks than this, in the words of <see cref="LimitText"/>.</summary>
    public ulong LargestLogRange { get; set; } = ulong.MaxValue;

    /// <summary>What a refusal says; {0} is the limit, {1} and {2} are the range that would work.</summary>
    public string LimitText { get; set; } = "eth_getLogs is limited to a {0} block range";

    /// <summary>Refuses <c>eth_getLogs</c> with more logs than this.</summary>
    public int MostLogs { get; set; } = int.MaxValue;

    /// <summary>Whether logs tell the time of their block.</summary>
    public bool LogsTellTime { get; set; }

    /// <summary>Whether the head is final where the chain names no final block.</summary>
    public bool AllIsFinal { get; init; }

    /// <summary>How many HTTP requests were made.</summary>
    public int Requests { get; private set; }

    /// <summary>What calls of contracts return, by the first four bytes of the call data; others revert.</summary>
    public Dictionary<string, byte[]> Calls { get; } = [];

    public EthereumRpc Rpc() => new(new JsonRpcClient(new HttpClient(this), new Uri("http://node.example"), null));

    public static string Selector(string signature) => Hex.Format(AbiSignature.Selector(signature));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests++;
        JsonNode question = JsonNode.Parse(await request.Content!.ReadAsStringAsync(cancellationToken))!;
        JsonNode answer = question is JsonArray batch ? new JsonArray([.. batch.Select(one => Answer(one!))]) : Answer(question);
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(answer.ToJsonString()) };
    }

    private JsonObject Answer(JsonNode call)
    {
        string method = (string)call["method"]!;
        Methods.Add(method);
        JsonObject answer = new() { ["jsonrpc"] = "2.0", ["id"] = call["id"]!.DeepClone() };
        JsonArray parameters = (JsonArray)call["params"]!;
        if (method == "eth_call" && !Calls.ContainsKey(((string)parameters[0]!["data"]!)[..10]))
        {
            answer["error"] = new JsonObject { ["code"] = 3, ["message"] = "execution reverted" };
            return answer;
        }

        string first = parameters is [JsonValue value, ..] && value.TryGetValue(out string? text) ? text : "";
        Parameters.Add(first);
        if (Refusals.TryGetValue(method, out JsonObject? refusal) || Refusals.TryGetValue(first, out refusal))
        {
            answer["error"] = refusal.DeepClone();
            return answer;
        }

        if (method == "eth_getLogs" && RefusalOf((JsonObject)parameters[0]!) is JsonObject limit)
        {
            answer["error"] = limit;
            return answer;
        }

        JsonNode? honest = Honest(method, parameters);
        answer["result"] = Lies.TryGetValue(method, out Func<JsonNode?, JsonNode?>? lie) ? lie(honest) : honest;
        return answer;
    }

    private JsonObject? RefusalOf(JsonObject filter)
    {
        ulong first = NumberOf((string)filter["fromBlock"]!);
        ulong blocks = NumberOf((string)filter["toBlock"]!) - first + 1;
        if (blocks > LargestLogRange)
        {
            ulong end = first + LargestLogRange - 1;
            string text = string.Format(CultureInfo.InvariantCulture, LimitText, LargestLogRange, Quantity(first), Quantity(end));
            return new JsonObject { ["code"] = -32602, ["message"] = text };
        }

        return LogsOf(filter).Count > MostLogs
            ? new JsonObject { ["code"] = -32005, ["message"] = $"query returned more than {MostLogs} results" }
            : null;
    }

    private JsonNode? Honest(string method, JsonArray parameters) => method switch
    {
        "eth_chainId" => Quantity(chain.ChainId),
        "eth_getCode" => chain.RouterHasCode ? "0x60" : "0x",
        "eth_call" => Hex.Format(Calls[((string)parameters[0]!["data"]!)[..10]]),
        "eth_getBlockByNumber" => BlockOf((string)parameters[0]!),
        "eth_getBlockByHash" => chain.Blocks.FirstOrDefault(block => block.Header.Hash.ToString() == (string)parameters[0]!) is { } block
            ? Json(block)
            : null,
        "eth_getBlockReceipts" => ReceiptsOf((string)parameters[0]!),
        "eth_getTransactionReceipt" => ReceiptOf((string)parameters[0]!),
        "eth_getLogs" => LogsOf((JsonObject)parameters[0]!),
        _ => throw new NotSupportedException(method),
    };

    private JsonObject? BlockOf(string tag)
    {
        ulong? number = tag switch
        {
            "latest" => chain.Head.Number.Value,
            "finalized" => AllIsFinal && chain.Finalized is null ? chain.Head.Number.Value : chain.Finalized?.Value,
            "safe" => AllIsFinal && chain.Safe is null ? chain.Head.Number.Value : (chain.Safe ?? chain.Finalized)?.Value,
            _ => NumberOf(tag),
        };
        if (number is null || number > chain.Head.Number.Value)
        {
            return null;
        }

        return Json(chain.At(number.Value));
    }

    public static JsonObject Json(FakeBlock block) => new()
    {
        ["number"] = Quantity(block.Number.Value),
        ["hash"] = block.Header.Hash.ToString(),
        ["parentHash"] = block.Header.ParentHash.ToString(),
        ["sha3Uncles"] = block.Consensus.UnclesHash.ToString(),
        ["miner"] = block.Consensus.Beneficiary.ToString(),
        ["stateRoot"] = block.Consensus.StateRoot.ToString(),
        ["transactionsRoot"] = block.Consensus.TransactionsRoot.ToString(),
        ["receiptsRoot"] = block.Header.ReceiptsRoot.ToString(),
        ["logsBloom"] = block.Header.LogsBloom.ToString(),
        ["difficulty"] = "0x0",
        ["gasLimit"] = Quantity(block.Consensus.GasLimit),
        ["gasUsed"] = Quantity(block.Consensus.GasUsed),
        ["timestamp"] = Quantity(block.Header.Timestamp),
        ["extraData"] = Hex.Format(block.Consensus.ExtraData.Span),
        ["mixHash"] = block.Consensus.MixHash.ToString(),
        ["nonce"] = "0x0000000000000000",
        ["baseFeePerGas"] = "0x7",
        ["transactions"] = new JsonArray([.. block.Header.TransactionHashes.Select(hash => JsonValue.Create(hash.ToString()))]),
    };

    private JsonArray? ReceiptsOf(string blockHash) =>
        chain.Blocks.FirstOrDefault(block => block.Header.Hash.ToString() == blockHash) is FakeBlock block
            ? new JsonArray([.. block.Receipts.Select(Json)])
            : null;

    private JsonObject? ReceiptOf(string hash) =>
        chain.Blocks.SelectMany(block => block.Receipts).FirstOrDefault(receipt => receipt.TransactionHash.ToString() == hash) is { } found
            ? Json(found)
            : null;

    private JsonArray LogsOf(JsonObject filter)
    {
        ulong first = NumberOf((string)filter["fromBlock"]!);
        ulong last = NumberOf((string)filter["toBlock"]!);
        HashSet<string> addresses = [.. filter["address"]!.AsArray().Select(address => (string)address!)];
        HashSet<string> topics = [.. filter["topics"]![0]!.AsArray().Select(topic => (string)topic!)];
        return new JsonArray(
        [
            .. from block in chain.Blocks
               where block.Number.Value >= first && block.Number.Value <= last
               from receipt in block.Receipts
               from log in receipt.Logs
               where addresses.Contains(log.Address.ToString()) && log.Topics.Count > 0 && topics.Contains(log.Topics[0].ToString())
               select Json(receipt, log, LogsTellTime ? block.Header.Timestamp : null),
        ]);
    }

    public static JsonObject Json(TransactionReceipt receipt) => new()
    {
        ["transactionHash"] = receipt.TransactionHash.ToString(),
        ["transactionIndex"] = Quantity((ulong)receipt.TransactionIndex),
        ["blockHash"] = receipt.BlockHash.ToString(),
        ["blockNumber"] = Quantity(receipt.BlockNumber.Value),
        ["status"] = receipt.Succeeded ? "0x1" : "0x0",
        ["from"] = receipt.From.ToString(),
        ["to"] = receipt.To?.ToString(),
        ["gasUsed"] = Quantity(receipt.GasUsed),
        ["cumulativeGasUsed"] = Quantity(FakeTransaction.GasUsed * (ulong)(receipt.TransactionIndex + 1)),
        ["type"] = "0x2",
        ["logs"] = new JsonArray([.. receipt.Logs.Select(log => Json(receipt, log, null))]),
    };

    private static JsonObject Json(TransactionReceipt receipt, ChainLog log, ulong? time) => new()
    {
        ["blockTimestamp"] = time is ulong seconds ? Quantity(seconds) : null,
        ["address"] = log.Address.ToString(),
        ["topics"] = new JsonArray([.. log.Topics.Select(topic => JsonValue.Create(topic.ToString()))]),
        ["data"] = Hex.Format(log.Data.Span),
        ["blockNumber"] = Quantity(receipt.BlockNumber.Value),
        ["blockHash"] = receipt.BlockHash.ToString(),
        ["transactionHash"] = receipt.TransactionHash.ToString(),
        ["transactionIndex"] = Quantity((ulong)receipt.TransactionIndex),
        ["logIndex"] = Quantity(log.LogIndex),
        ["removed"] = false,
    };

    private static string Quantity(ulong value) => "0x" + value.ToString("x", CultureInfo.InvariantCulture);

    private static ulong NumberOf(string quantity) => ulong.Parse(quantity.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
