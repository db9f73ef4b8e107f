using System.Text.Json;
using BenchmarkDotNet.Attributes;
using ChainTips.Benchmarks.Samples;
using ChainTips.Ethereum.JsonRpc;

namespace ChainTips.Benchmarks;

/// <summary>
/// From the bytes of an answer to <c>eth_getLogs</c> to decoded tips and transfers, read as it comes or as a whole.
/// </summary>
public class LogStreamBenchmarks
{
    private byte[] _answer = [];

    /// <summary>How many logs the answer has.</summary>
    internal static int LogCount { get; set; } = GeneratedLogs.FullCount;

    /// <summary>Makes the answer, and refuses to measure what is wrong.</summary>
    [GlobalSetup]
    public async Task GenerateAsync()
    {
        _answer = GeneratedLogs.Answer(LogCount);
        int[] counts =
        [
            await StreamAsync(), await DocumentOfClientAsync(), Document(), DocumentWithoutStrings(),
        ];
        if (counts.Any(count => count != LogCount))
        {
            throw new InvalidOperationException("Not every log of the generated answer was decoded.");
        }
    }

    /// <summary>The library: HTTP client, envelope, every check; a log is decoded while the answer is read.</summary>
    [Benchmark(Description = "streamed by EthereumRpc")]
    public async Task<int> StreamAsync()
    {
        using CannedAnswer node = new(_answer);
        using HttpClient http = new(node);
        EthereumRpc rpc = new(ClientOf(http));
        int decoded = 0;
        await rpc.StreamLogsAsync(
            GeneratedLogs.Question,
            (in StreamedLog log) => decoded += TipWords.IsDecoded(log.Topics, log.Data) ? 1 : 0,
            CancellationToken.None);
        return decoded;
    }

    /// <summary>The same client, envelope and caps, but the answer is made a document before it is decoded.</summary>
    [Benchmark(Description = "JsonDocument by JsonRpcClient, raw bytes")]
    public async Task<int> DocumentOfClientAsync()
    {
        using CannedAnswer node = new(_answer);
        using HttpClient http = new(node);
        return await ClientOf(http).CallAsync(
            "eth_getLogs", [], DocumentLogs.CountDecodedWithoutStrings, CancellationToken.None);
    }

    /// <summary>The platform's document, each member made a string; from memory, so without the reading.</summary>
    [Benchmark(Description = "JsonDocument from memory, strings")]
    public int Document()
    {
        using JsonDocument document = JsonDocument.Parse(_answer);
        return DocumentLogs.CountDecoded(document.RootElement.GetProperty("result"));
    }

    /// <summary>The platform's document at its best; from memory, so without the reading.</summary>
    [Benchmark(Description = "JsonDocument from memory, raw bytes")]
    public int DocumentWithoutStrings()
    {
        using JsonDocument document = JsonDocument.Parse(_answer);
        return DocumentLogs.CountDecodedWithoutStrings(document.RootElement.GetProperty("result"));
    }

    private static JsonRpcClient ClientOf(HttpClient http) => new(
        http,
        new Uri("http://localhost:8545"),
        new JsonRpcLimits { MaxResponseBytes = 128 * 1024 * 1024 });
}
