using System.Net;
using System.Text;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.Tests.JsonRpc;

/// <summary>A streamed answer is read as strictly as one that is read into a document.</summary>
[CancelAfter(60_000)]
internal sealed class StreamedAnswerTests
{
    private static readonly LogFilter Any = new(default, new BlockNumber(ulong.MaxValue), [], []);

    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    [TestCase("", "is empty", Description = "F27")]
    [TestCase("   ", "not one strict JSON")]
    [TestCase("<html><body>502 Bad Gateway</body></html>", "not one strict JSON", Description = "F27, HTML with 200")]
    [TestCase("""{"jsonrpc":"2.0","id":1,"result":[""", "not one strict JSON", Description = "F27, truncated")]
    [TestCase("""{"jsonrpc":"2.0","id":1,"result":[]""", "not one strict JSON", Description = "F27, truncated")]
    [TestCase("\uFEFF{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":[]}", "not one strict JSON", Description = "F27, BOM")]
    [TestCase("""{"jsonrpc":"2.0","id":1,"result":[]}{}""", "not one strict JSON", Description = "two values")]
    [TestCase("""{"jsonrpc":"2.0","id":1,"result":[]} x""", "not one strict JSON", Description = "trailing garbage")]
    [TestCase("""{"jsonrpc":"2.0","id":1,"result":[],}""", "not one strict JSON", Description = "trailing comma")]
    [TestCase("""{"jsonrpc":"2.0","id":1,/**/"result":[]}""", "not one strict JSON", Description = "comment")]
    [TestCase("""{"jsonrpc":"2.0","id":1,"result":[],"result":[]}""", "not one strict JSON", Description = "F31")]
    [TestCase("""{"jsonrpc":"2.0","id":1,"\u0069d":1,"result":[]}""", "not one strict JSON", Description = "F31, escaped")]
    [TestCase("""{"jsonrpc":"2.0","id":1,"a":1,"a":2,"result":[]}""", "not one strict JSON", Description = "F31, unknown")]
    [TestCase("""{"jsonrpc":"2.0","id":1,"\ud800":1,"result":[]}""", "not one strict JSON", Description = "half a pair")]
    [TestCase("""{"jsonrpc":"2.0","id":1}""", "neither result nor error")]
    [TestCase("""{"jsonrpc":"2.0","id":2,"result":[]}""", "id of another call")]
    [TestCase("""{"jsonrpc":"2.0","result":[],"id":2}""", "id of another call", Description = "id at the end")]
    [TestCase("""{"jsonrpc":"2.0","id":"1","result":[]}""", "no id that we gave")]
    [TestCase("""{"jsonrpc":"2.0","id":1.5,"result":[]}""", "no id that we gave")]
    [TestCase("""{"jsonrpc":"2.0","id":[1],"result":[]}""", "no id that we gave")]
    [TestCase("""{"jsonrpc":"2.0","id":null,"result":[]}""", "no id that we gave")]
    [TestCase("""{"jsonrpc":"2.0","result":[]}""", "no id that we gave")]
    [TestCase("""{"jsonrpc":"1.0","id":1,"result":[]}""", "not marked as JSON-RPC 2.0")]
    [TestCase("""{"jsonrpc":2.0,"id":1,"result":[]}""", "not marked as JSON-RPC 2.0")]
    [TestCase("""{"jsonrpc":"2.0\ud800","id":1,"result":[]}""", "not marked as JSON-RPC 2.0", Description = "half a pair")]
    [TestCase("""{"id":1,"result":[]}""", "not marked as JSON-RPC 2.0")]
    [TestCase("""[{"jsonrpc":"2.0","id":1,"result":[]}]""", "not a JSON object")]
    [TestCase("true", "not a JSON object")]
    [TestCase("null", "not a JSON object")]
    [TestCase("""{"jsonrpc":"2.0","id":1,"error":"no"}""", "no error object")]
    [TestCase("""{"jsonrpc":"2.0","id":1,"error":{"message":"no code"}}""", "no error object")]
    [TestCase("""{"jsonrpc":"2.0","id":1,"error":{"code":1,"code":2}}""", "not one strict JSON", Description = "F31")]
    [TestCase("""{"jsonrpc":"2.0","id":1,"result":[],"error":{"code":1,"message":"both"}}""", "no error object")]
    [TestCase("""{"jsonrpc":"2.0","id":1,"error":{"code":1,"message":"both"},"result":[]}""", "no error object")]
    public async Task An_answer_that_breaks_the_protocol_is_malformed_and_transient(string body, string fault)
    {
        MalformedResponseException exception =
            await Caught.ByAsync<MalformedResponseException>(() => CountAsync(Encoding.UTF8.GetBytes(body)));

        Assert.That(exception.Message, Does.Contain(fault).And.Contains("eth_getLogs"));
        Assert.That(exception.IsTransient, Is.True);
    }

    [TestCase("""{"result":[],"x":{"y":[1,{"z":null}]},"id":1,"jsonrpc":"2.0"}""")]
    [TestCase("""{"error":null,"result":[],"id":1,"jsonrpc":"2.0"} """)]
    [TestCase("""{"\u0072esult":[],"id":1,"jsonrpc":"2\u002e0"}""")]
    public async Task Members_come_in_any_order_with_unknown_ones_between(string body) =>
        Assert.That(await CountAsync(Encoding.UTF8.GetBytes(body)), Is.Zero);

    [TestCase("""{"jsonrpc":"2.0","id":1,"error":{"code":-32000,"message":"a \"b\"\n","data":{"c":[1,"2",{"d":null}],"e":true}}}""")]
    [TestCase("""{"jsonrpc":"2.0","error":{"data":{"c":[1,"2",{"d":null}],"e":true},"message":"a \"b\"\n","code":-32000},"result":null}""")]
    public async Task An_error_object_is_an_error_with_all_its_members(string body)
    {
        JsonRpcErrorException exception =
            await Caught.ByAsync<JsonRpcErrorException>(() => CountAsync(Encoding.UTF8.GetBytes(body)));

        Assert.That(exception.Code, Is.EqualTo(-32000));
        Assert.That(exception.NodeMessage, Is.EqualTo("a \"b\"\n"));
        Assert.That(exception.ErrorJson, Is.EqualTo("""{"c":[1,"2",{"d":null}],"e":true}"""));
    }

    [Test]
    public async Task An_error_after_an_opened_list_is_no_partial_answer()
    {
        string body = ScriptedNode.Result(1, $"[{WireSamples.Log("0x7").ToJsonString()}],\"error\":{{\"code\":1}}");

        await Assert.ThatAsync(
            () => ScriptedNode.Answering(body).Rpc().GetLogsAsync(Any, Token),
            Throws.TypeOf<MalformedResponseException>());
    }

    [TestCase(new byte[] { 0xff })]
    [TestCase(new byte[] { 0xc3 })]
    [TestCase(new byte[] { 0xe2, 0x82 })]
    [TestCase(new byte[] { 0xed, 0xa0, 0x80 }, Description = "half of a surrogate pair")]
    public async Task An_answer_that_is_not_UTF8_is_malformed(byte[] bad)
    {
        byte[] body = [.. "{\"jsonrpc\":\"2.0\",\"id\":1,\"x\":\""u8, .. bad, .. "\",\"result\":[]}"u8];

        await Assert.ThatAsync(
            () => CountAsync(body), Throws.TypeOf<MalformedResponseException>().With.Message.Contains("not UTF-8"));
    }

    [Test]
    public async Task A_character_across_the_end_of_a_buffer_is_no_fault([Values(65_530, 65_531, 65_532, 65_533, 65_534, 65_535)] int at)
    {
        string start = "{\"jsonrpc\":\"2.0\",\"id\":1,\"x\":\"";
        byte[] body = Encoding.UTF8.GetBytes(start + new string('a', at - start.Length) + "€😀é\",\"result\":[]}");

        Assert.That(await CountAsync(body), Is.Zero);
    }

    [Test]
    public async Task Nesting_deeper_than_the_limit_is_malformed()
    {
        string deep = new string('[', 40) + new string(']', 40);
        byte[] body = Encoding.UTF8.GetBytes($$"""{"jsonrpc":"2.0","id":1,"x":{{deep}},"result":[]}""");

        await Assert.ThatAsync(
            () => CountAsync(body), Throws.TypeOf<MalformedResponseException>().With.Message.Contains("strict JSON"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_body_above_the_limit_is_refused(bool isAnnounced)
    {
        byte[] body = Encoding.UTF8.GetBytes(ScriptedNode.Result(1, "[]") + new string(' ', 1000));
        HttpContent content = isAnnounced ? new ByteArrayContent(body) : new StreamContent(new Trickle(body, 100));
        ScriptedNode node = new ScriptedNode { Limits = new JsonRpcLimits { MaxResponseBytes = 1000 } }
            .Then(new HttpResponseMessage { Content = content });

        await Assert.ThatAsync(
            () => node.Rpc().GetLogsAsync(Any, Token),
            Throws.TypeOf<ResponseTooLargeException>()
                .With.Property(nameof(EthereumRpcException.Kind)).EqualTo(RpcErrorKind.ResponseTooLarge));
    }

    [Test]
    [Description("F27: a reset in the middle of the body")]
    public async Task A_body_that_breaks_off_is_transient()
    {
        byte[] body = Encoding.UTF8.GetBytes("""{"jsonrpc":"2.0","id":1,"result":[""");
        HttpContent content = new StreamContent(new Trickle(body, 7) { BreaksOff = true });

        JsonRpcTransportException exception = await Caught.ByAsync<JsonRpcTransportException>(
            () => new ScriptedNode().Then(new HttpResponseMessage { Content = content }).Rpc().GetLogsAsync(Any, Token));

        Assert.That(exception.IsTransient, Is.True);
    }

    [Test]
    public async Task Every_cut_of_an_answer_is_an_error()
    {
        string log = WireSamples.Log("0x7").ToJsonString();
        byte[] body = Encoding.UTF8.GetBytes(ScriptedNode.Result(1, $"[{log},{log}]"));
        for (int length = 0; length < body.Length; length++)
        {
            byte[] cut = body[..length];
            await Assert.ThatAsync(() => CountAsync(cut), Throws.TypeOf<MalformedResponseException>());
        }
    }

    [Test]
    public async Task An_object_of_endless_members_is_refused()
    {
        string members = string.Join(',', Enumerable.Range(0, 300).Select(i => $"\"m{i}\":{i}"));

        await Assert.ThatAsync(
            () => CountAsync(Encoding.UTF8.GetBytes(ScriptedNode.Result(1, $"[{{{members}}}]"))),
            Throws.TypeOf<MalformedResponseException>().With.Message.Contains("256 members"));
    }

    private static async Task<int> CountAsync(byte[] body) =>
        (await new ScriptedNode().Then(HttpStatusCode.OK, body).Rpc().GetLogsAsync(Any, Token)).Count;
}
