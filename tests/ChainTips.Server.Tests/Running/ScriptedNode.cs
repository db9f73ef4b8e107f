using System.Globalization;
using System.Text.Json.Nodes;
using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.Primitives;
using ChainTips.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ChainTips.Server.Tests.Running;

/// <summary>A JSON-RPC node on a free loopback port that serves a scripted chain, truthfully or as a test wants it.</summary>
internal sealed class ScriptedNode : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _questions;

    private ScriptedNode(WebApplication app, ScriptedChain chain)
    {
        _app = app;
        Chain = chain;
    }

    public ScriptedChain Chain { get; set; }

    public string Endpoint => _app.Urls.First();

    public ulong ChainId { get; set; } = LocalChain.Id;

    public int Decimals { get; set; } = LocalChain.Decimals;

    public string TokenName { get; set; } = LocalChain.TokenName;

    public Hash32 DomainSeparator { get; set; } = LocalChain.DomainSeparator;

    /// <summary>What a unit of gas costs, in wei.</summary>
    public string GasPrice { get; set; } = "0x3b9aca00";

    /// <summary>The nonce of everybody's next permit.</summary>
    public ulong PermitNonce { get; set; }

    /// <summary>What everybody holds of the token.</summary>
    public UInt256 Balance { get; set; } = 1_000_000_000UL;

    /// <summary>The addresses of keys; at every other one stands a contract.</summary>
    public HashSet<Address> Accounts { get; } = [];

    public bool HasRouter { get; set; } = true;

    /// <summary>How many of the newest blocks the node does not know yet.</summary>
    public int HiddenBlocks { get; set; }

    /// <summary>The block that the node has lost; null when it has all.</summary>
    public int? LostBlock { get; set; }

    /// <summary>Answers in place of the node; null while it is well.</summary>
    public RequestDelegate? Illness { get; set; }

    /// <summary>What the node changes in every header that it tells; null while it is honest.</summary>
    public Action<JsonObject>? Lie { get; set; }

    /// <summary>Answers what the scripted chain has no answer for, such as what is sent; null while a test needs nothing of it.</summary>
    public Func<string, JsonNode, JsonNode?>? Further { get; set; }

    public int Questions => Volatile.Read(ref _questions);

    public static async Task<ScriptedNode> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        WebApplication app = builder.Build();
        ScriptedNode node = new(app, new ScriptedChain());
        app.Run(node.AnswerAsync);
        await app.StartAsync();
        return node;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        Interlocked.Increment(ref _questions);
        if (Illness is RequestDelegate illness)
        {
            await illness(http);
            return;
        }

        JsonNode question = (await JsonNode.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted))!;
        JsonNode answer = question is JsonArray batch
            ? new JsonArray([.. batch.Select(one => Answer(one!))])
            : Answer(question);
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(answer.ToJsonString(), http.RequestAborted);
    }

    private JsonObject Answer(JsonNode question) => new()
    {
        ["jsonrpc"] = "2.0",
        ["id"] = question["id"]!.DeepClone(),
        ["result"] = Result((string)question["method"]!, question["params"]!),
    };

    private JsonNode? Result(string method, JsonNode parameters) => method switch
    {
        "eth_chainId" => "0x" + ChainId.ToString("x", CultureInfo.InvariantCulture),
        "eth_getCode" => CodeAt((string)parameters[0]!),
        "eth_gasPrice" => GasPrice,
        "eth_call" => Call((string)parameters[0]!["data"]!),
        "eth_getBlockByNumber" => Told(FindBlock((string)parameters[0]!)?.Header()),
        "eth_getBlockByHash" => Chain.Find((string)parameters[0]!)?.Header(),
        "eth_getTransactionReceipt" => FindReceipt((string)parameters[0]!),
        "eth_getBlockReceipts" => FindReceipts((string)parameters[0]!),
        "eth_getLogs" => FindLogs(parameters[0]!),
        _ when Further is not null => Further(method, parameters),
        _ => throw new InvalidOperationException($"The gateway asked {method}, which the scripted node does not know."),
    };

    private string CodeAt(string address) => Address.Parse(address) switch
    {
        Address contract when contract == LocalChain.ForwarderFactory.Address => ContractVectors.Committed.FactoryCode,
        Address contract when contract == LocalChain.ForwarderFactory.Implementation => ContractVectors.Committed.ImplementationCode,
        Address account when Accounts.Contains(account) => "0x",
        _ => HasRouter ? "0x6001" : "0x",
    };

    private string Call(string data)
    {
        AbiWriter answer = data switch
        {
            _ when data == SelectorOf("name()") => new AbiWriter().WriteString(TokenName),
            _ when data == SelectorOf("decimals()") => new AbiWriter().Write((UInt256)(ulong)Decimals),
            _ when data.StartsWith(SelectorOf("nonces(address)"), StringComparison.Ordinal) => new AbiWriter().Write((UInt256)PermitNonce),
            _ when data.StartsWith(SelectorOf("balanceOf(address)"), StringComparison.Ordinal) => new AbiWriter().Write(Balance),
            _ when data.StartsWith(SelectorOf("authorizationState(address,bytes32)"), StringComparison.Ordinal) => new AbiWriter().Write(false),
            _ => new AbiWriter().Write(DomainSeparator),
        };
        return Hex.Format(answer.ToArray());
    }

    private JsonObject? Told(JsonObject? header)
    {
        if (header is not null)
        {
            Lie?.Invoke(header);
        }

        return header;
    }

    private ScriptedBlock? FindBlock(string tag) => Chain.Read(blocks => tag switch
    {
        "latest" or "safe" or "finalized" => blocks[^(1 + HiddenBlocks)],
        _ => Number(tag) is int number && number < blocks.Count - HiddenBlocks && number != LostBlock ? blocks[number] : null,
    });

    private JsonObject? FindReceipt(string hash) => Chain.Find(hash)?.Receipt(hash);

    private JsonArray? FindReceipts(string blockHash) => Chain.Find(blockHash) is ScriptedBlock block
        ? new JsonArray([.. block.TransactionHashes.Select(hash => block.Receipt(hash.ToString()))])
        : null;

    private JsonArray FindLogs(JsonNode filter)
    {
        HashSet<string> contracts = [.. filter["address"]!.AsArray().Select(address => (string)address!)];
        HashSet<string> topics = [.. filter["topics"]![0]!.AsArray().Select(topic => (string)topic!)];
        int first = Number((string)filter["fromBlock"]!);
        int last = Number((string)filter["toBlock"]!);
        return Chain.Read(blocks => new JsonArray(
            [.. blocks.Skip(first).Take(last - first + 1).SelectMany(block => block.FindLogs(contracts, topics))]));
    }

    private static string SelectorOf(string signature) => Hex.Format(AbiSignature.Selector(signature));

    private static int Number(string quantity) => int.Parse(quantity.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
