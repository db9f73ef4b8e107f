using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.Tests.Proofs;
using ChainTips.Testing;

namespace ChainTips.Ethereum.Tests.JsonRpc;

/// <summary>Whatever a node sends, each question ends with an answer or an <see cref="EthereumRpcException"/>.</summary>
/// <remarks>The first character of an input chooses the question, so that one question gets the damaged answers to another.</remarks>
[Category("Fuzz")]
internal sealed class HostileAnswerTests
{
    /// <summary>Most of it are the client and the buffers that every question takes.</summary>
    private static readonly Allowance Memory = new(120_000, 60);

    private static readonly LogFilter AnyLog = new(default, new BlockNumber(ulong.MaxValue), [], []);

    private static readonly Question[] ReadWhole =
    [
        new(rpc => rpc.GetChainIdAsync(default), "\"0x2105\""),
        new(rpc => rpc.GetBlockAsync(WireSamples.BlockHash, default), WireSamples.Block().ToJsonString()),
        new(rpc => rpc.GetTransactionReceiptAsync(WireSamples.TransactionHash, default), WireSamples.Receipt().ToJsonString()),
        new(rpc => rpc.GetConsensusHeaderAsync(WireSamples.BlockHash, default), RealBlockTests.Told("block")[0]),
        new(rpc => rpc.GetConsensusReceiptsAsync(WireSamples.BlockHash, default), RealBlockTests.Told("receipts")[1]),
        new(rpc => rpc.CallAsync(WireSamples.Token, default, default), "\"0x0000000000000000000000000000000000000000000000000000000000000006\""),
        new(rpc => rpc.GetAccountsAsync(default), $"[\"{WireSamples.Token}\",\"{WireSamples.Payer}\"]"),
    ];

    private static readonly Question[] Streamed =
    [
        new(rpc => rpc.GetLogsAsync(AnyLog, default), new JsonArray(WireSamples.Log("0x7"), WireSamples.Log("0x8")).ToJsonString()),
        new(rpc => rpc.GetBlockReceiptsAsync(WireSamples.BlockHash, default), new JsonArray(WireSamples.Receipt()).ToJsonString()),
        new(rpc => rpc.StreamLogsAsync(AnyLog, (in StreamedLog _) => { }, default), new JsonArray(WireSamples.Log("0x0")).ToJsonString()),
        new(
            rpc => rpc.StreamBlockReceiptsAsync(WireSamples.BlockHash, (in StreamedLog _) => { }, (in StreamedReceipt _) => { }, default),
            new JsonArray(WireSamples.Receipt()).ToJsonString()),
    ];

    private static readonly Question[] Batches =
    [
        new(
            rpc => rpc.GetTransactionReceiptsAsync([WireSamples.TransactionHash, WireSamples.TransactionHash], default),
            BatchOf(WireSamples.Receipt().ToJsonString(), WireSamples.Receipt().ToJsonString())),
        new(
            rpc => rpc.GetBlocksAsync(new BlockNumber(0x1b4), new BlockNumber(0x1b5), default),
            BatchOf(WireSamples.Block().ToJsonString(), WireSamples.With(WireSamples.Block(), "number", "\"0x1b5\""))),
        new(
            rpc => rpc.GetConsensusReceiptsAsync([WireSamples.TransactionHash], default),
            BatchOf(RealBlockTests.Told("receipts")[1].Trim('[', ']'))),
    ];

    private static readonly string[] Errors =
    [
        """{"jsonrpc":"2.0","id":1,"error":{"code":-32000,"message":"block range too large, max range: 800","data":{"c":[1,"2",{"d":null}]}}}""",
        """{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"\\ud83d\\ude00 parse error","data":"0x"},"result":null}""",
        """{"error":{"code":429,"message":"Monthly capacity limit exceeded"}}""",
        "<html>Service Unavailable</html>",
    ];

    [Test]
    public void An_answer_that_is_read_whole() =>
        FuzzQuestions("JSON-RPC, read whole", ReadWhole, json => ScriptedNode.Result(1, json));

    [Test]
    public void An_answer_that_is_read_as_a_stream() =>
        FuzzQuestions("JSON-RPC, streamed", Streamed, json => ScriptedNode.Result(1, json));

    [Test]
    public void An_answer_to_a_batch() =>
        FuzzQuestions("JSON-RPC, batch", Batches, json => json);

    [Test]
    [Description("The first character chooses the status, too")]
    public void An_error() =>
        Fuzz.Utf8(
            "JSON-RPC, error",
            [.. Errors.SelectMany(error => "0123".Select(first => first + error)), .. Enumerable.Repeat("0" + ScriptedNode.Result(1, "\"0x1\""), 8)],
            Memory,
            input => Ask([ReadWhole[0], Streamed[0]], StatusOf(input.Length == 0 ? 0 : input[0] % 4), input));

    private static void FuzzQuestions(string decoder, Question[] questions, Func<string, string> frame) =>
        Fuzz.Utf8(decoder, Samples(questions, frame), Memory, input => Ask(questions, HttpStatusCode.OK, input));

    private static HttpStatusCode StatusOf(int choice) => choice switch
    {
        2 => HttpStatusCode.TooManyRequests,
        3 => HttpStatusCode.BadRequest,
        _ => HttpStatusCode.OK,
    };

    private static Verdict Ask(Question[] questions, HttpStatusCode status, byte[] input)
    {
        Question question = questions[input.Length == 0 ? 0 : input[0] % questions.Length];
        byte[] body = input[Math.Min(1, input.Length)..];
        try
        {
            Task answer = question.AskAsync(new ScriptedNode().Then(status, body).Rpc());
            answer.GetAwaiter().GetResult();
            return Fuzz.AcceptedIf(status == HttpStatusCode.OK && IsStrictJson(body));
        }
        catch (EthereumRpcException error)
        {
            return Fuzz.RefusedIf(error.Message.Length is > 0 and < 2_000 && Enum.IsDefined(error.Kind));
        }
    }

    private static bool IsStrictJson(byte[] body)
    {
        using JsonDocument document = JsonDocument.Parse(body, new JsonDocumentOptions { AllowDuplicateProperties = false });
        return document.RootElement.ValueKind is JsonValueKind.Object or JsonValueKind.Array;
    }

    private static string[] Samples(Question[] questions, Func<string, string> frame) =>
        [.. questions.Select((question, at) => (char)(FirstOf(questions) + at) + frame(question.ResultJson))];

    /// <summary>A character of which the remainder is 0.</summary>
    private static char FirstOf(Question[] questions) => (char)(questions.Length * 10);

    private static string BatchOf(params string[] results) =>
        "[" + string.Join(',', results.Select((json, at) => ScriptedNode.Result(at + 1, json))) + "]";

    private sealed record Question(Func<EthereumRpc, Task> AskAsync, string ResultJson);
}
