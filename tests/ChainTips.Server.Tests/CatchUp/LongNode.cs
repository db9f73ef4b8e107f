using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.Primitives;
using ChainTips.Server.Tests.Running;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ChainTips.Server.Tests.CatchUp;

/// <summary>A provider that serves a long chain, takes a hundred calls in a batch and so many blocks in one <c>eth_getLogs</c>, and counts what it is asked.</summary>
internal sealed class LongNode : IAsyncDisposable
{
    private const int MostCalls = 100;

    private readonly WebApplication _app;
    private readonly LongChain _chain;
    private readonly ConcurrentDictionary<string, int> _calls = [];
    private readonly string[] _emptyHeader;
    private int _requests;
    private int _highest;

    private LongNode(WebApplication app, LongChain chain)
    {
        _app = app;
        _chain = chain;
        _emptyHeader = CutHeader();
    }

    /// <summary>The most blocks of one <c>eth_getLogs</c>, and how the provider says so.</summary>
    public LogLimit Limit { get; set; } = LogLimit.Of(10_000);

    public string Endpoint => _app.Urls.First();

    /// <summary>How many HTTP requests came.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>How many calls of each method they held.</summary>
    public IReadOnlyDictionary<string, int> Calls => _calls;

    /// <summary>The highest block that was asked for by its number.</summary>
    public int Highest => Volatile.Read(ref _highest);

    public static async Task<LongNode> StartAsync(LongChain chain)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        WebApplication app = builder.Build();
        LongNode node = new(app, chain);
        app.Run(node.AnswerAsync);
        await app.StartAsync();
        return node;
    }

    /// <summary>Forgets what it was asked.</summary>
    public void Reset()
    {
        _calls.Clear();
        Volatile.Write(ref _requests, 0);
        Volatile.Write(ref _highest, 0);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        Interlocked.Increment(ref _requests);
        using JsonDocument question = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
        ArrayBufferWriter<byte> answer = new(256 * 1024);
        if (question.RootElement.ValueKind == JsonValueKind.Array)
        {
            Assert.That(question.RootElement.GetArrayLength(), Is.LessThanOrEqualTo(MostCalls));
            string before = "[";
            foreach (JsonElement call in question.RootElement.EnumerateArray())
            {
                Write(answer, before);
                Answer(answer, call);
                before = ",";
            }

            Write(answer, "]");
        }
        else
        {
            Answer(answer, question.RootElement);
        }

        http.Response.ContentType = "application/json";
        http.Response.ContentLength = answer.WrittenCount;
        await http.Response.BodyWriter.WriteAsync(answer.WrittenMemory, http.RequestAborted);
    }

    private void Answer(ArrayBufferWriter<byte> answer, JsonElement call)
    {
        string method = call.GetProperty("method").GetString()!;
        JsonElement parameters = call.GetProperty("params");
        _calls.AddOrUpdate(method, 1, (_, count) => count + 1);
        Write(answer, "{\"jsonrpc\":\"2.0\",\"id\":");
        Write(answer, call.GetProperty("id").GetRawText());
        if (method == "eth_getLogs" && Limit.Refuse(parameters[0]) is string refusal)
        {
            Write(answer, $",\"error\":{refusal}}}");
            return;
        }

        Write(answer, ",\"result\":");
        if (method == "eth_getBlockByNumber")
        {
            WriteHeader(answer, NumberOf(parameters[0].GetString()!));
        }
        else
        {
            Write(answer, Find(method, parameters)?.ToJsonString() ?? "null");
        }

        Write(answer, "}");
    }

    private int NumberOf(string tag)
    {
        if (!tag.StartsWith("0x", StringComparison.Ordinal))
        {
            return _chain.Count - 1;
        }

        int number = LogLimit.Number(tag);
        _highest = Math.Max(_highest, number);
        return number;
    }

    private void WriteHeader(ArrayBufferWriter<byte> answer, int number)
    {
        if (number >= _chain.Count)
        {
            Write(answer, "null");
        }
        else if (number > 0 && _chain.IsEmpty(number))
        {
            Write(answer, _emptyHeader[0]);
            Write(answer, number.ToString("x", CultureInfo.InvariantCulture));
            Write(answer, _emptyHeader[1]);
            Write(answer, _chain.HashOf(number).ToString());
            Write(answer, _emptyHeader[2]);
            Write(answer, _chain.HashOf(number - 1).ToString());
            Write(answer, _emptyHeader[3]);
            Write(answer, _chain.TimeOf(number).ToString("x", CultureInfo.InvariantCulture));
            Write(answer, _emptyHeader[4]);
        }
        else
        {
            Write(answer, _chain.Make(number).Header().ToJsonString());
        }
    }

    private JsonNode? Find(string method, JsonElement parameters) => method switch
    {
        "eth_chainId" => "0x7a69",
        "eth_getCode" => "0x6001",
        "eth_call" => Call(parameters[0].GetProperty("data").GetString()!),
        "eth_getBlockReceipts" => ReceiptsOf(parameters[0].GetString()!),
        "eth_getTransactionReceipt" => _chain.Find(Hash32.Parse(parameters[0].GetString()!))?.Receipt(parameters[0].GetString()!),
        "eth_getLogs" => FindLogs(parameters[0]),
        _ => throw new InvalidOperationException($"The gateway asked {method}, which this node does not know."),
    };

    private JsonArray? ReceiptsOf(string hash) => _chain.Find(Hash32.Parse(hash)) is ScriptedBlock block
        ? [.. block.TransactionHashes.Select(transaction => (JsonNode?)block.Receipt(transaction.ToString()))]
        : null;

    private JsonArray FindLogs(JsonElement filter)
    {
        HashSet<string> contracts = [.. filter.GetProperty("address").EnumerateArray().Select(address => address.GetString()!)];
        HashSet<string> topics = [.. filter.GetProperty("topics")[0].EnumerateArray().Select(topic => topic.GetString()!)];
        (int first, int last) = LogLimit.RangeOf(filter);
        return [.. _chain.WithTips(first, last).SelectMany(block => block.FindLogs(contracts, topics).Select(log => (JsonNode)WithTime(log, block)))];
    }

    /// <summary>The log with its block's time, as newer nodes give it.</summary>
    private static JsonObject WithTime(JsonObject log, ScriptedBlock block)
    {
        log["blockTimestamp"] = "0x" + block.Timestamp.ToString("x", CultureInfo.InvariantCulture);
        return log;
    }

    private static JsonNode Call(string data)
    {
        AbiWriter answer = data switch
        {
            _ when data == SelectorOf("name()") => new AbiWriter().WriteString(LocalChain.TokenName),
            _ when data == SelectorOf("decimals()") => new AbiWriter().Write((UInt256)(ulong)LocalChain.Decimals),
            _ => new AbiWriter().Write(LocalChain.DomainSeparator),
        };
        return Hex.Format(answer.ToArray());
    }

    private static string SelectorOf(string signature) => Hex.Format(AbiSignature.Selector(signature));

    private static void Write(ArrayBufferWriter<byte> answer, string text) => Encoding.UTF8.GetBytes(text, answer);

    /// <summary>The header of an empty block, without what is another in each.</summary>
    private static string[] CutHeader()
    {
        Hash32 parent = Hash32.Parse("0x" + new string('7', 64));
        ScriptedBlock block = new(0xabcdef, Hash32.Zero, parent, 0x7654321, []);
        return block.Header().ToJsonString().Split(["abcdef", block.Hash.ToString(), parent.ToString(), "7654321"], StringSplitOptions.None);
    }
}
