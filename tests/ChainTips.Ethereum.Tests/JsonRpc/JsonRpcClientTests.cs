using System.Text.Json.Nodes;
using ChainTips.Ethereum.JsonRpc;

namespace ChainTips.Ethereum.Tests.JsonRpc;

[CancelAfter(30_000)]
internal sealed class JsonRpcClientTests
{
    [Test]
    public async Task A_call_posts_one_JSON_RPC_2_question()
    {
        ScriptedNode node = ScriptedNode.Resulting("true");

        bool answer = await AskAsync(node);

        Assert.That(answer, Is.True);
        Assert.That(
            node.Questions.Single(),
            Is.EqualTo("""{"jsonrpc":"2.0","id":1,"method":"net_ask","params":["a",1]}"""));
        Assert.That(node.Requests[0].Method, Is.EqualTo(HttpMethod.Post));
        Assert.That(node.Requests[0].Content!.Headers.ContentType!.MediaType, Is.EqualTo("application/json"));
        Assert.That(
            node.Requests[0].Headers.Authorization!.ToString(), Is.EqualTo("Basic a2V5OnNlY3JldA=="), "key:secret");
    }

    [Test]
    public async Task Every_call_has_a_new_id()
    {
        ScriptedNode node = ScriptedNode.Resulting("true").Then(ScriptedNode.Result(2, "false"));
        JsonRpcClient client = node.Client();

        await client.CallAsync("first", [], result => result.GetBoolean(), Token);
        bool second = await client.CallAsync("second", [], result => result.GetBoolean(), Token);

        Assert.That(second, Is.False);
        Assert.That(node.Questions[1], Does.Contain("\"id\":2"));
    }

    [TestCase("", "is empty", Description = "F27")]
    [TestCase("<html><body>502 Bad Gateway</body></html>", "not one strict JSON", Description = "F27, HTML with 200")]
    [TestCase("""{"jsonrpc":"2.0","id":1,"result":tr""", "not one strict JSON", Description = "F27, truncated")]
    [TestCase("\uFEFF{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":true}", "not one strict JSON", Description = "F27, BOM")]
    [TestCase("""{"jsonrpc":"2.0","id":1,"result":true}{}""", "not one strict JSON", Description = "two values")]
    [TestCase("""{"jsonrpc":"2.0","id":1,"result":true,}""", "not one strict JSON", Description = "trailing comma")]
    [TestCase("""{"jsonrpc":"2.0","id":1,"result":true,"result":false}""", "not one strict JSON", Description = "F31")]
    [TestCase("""{"jsonrpc":"2.0","id":1,"result":{"a":1,"\u0061":2}}""", "not one strict JSON", Description = "F31")]
    [TestCase("""{"jsonrpc":"2.0","id":1,"result":{"\ud800":1}}""", "not one strict JSON", Description = "half a pair")]
    [TestCase("""{"jsonrpc":"2.0","id":1}""", "neither result nor error")]
    [TestCase("""{"jsonrpc":"2.0","id":2,"result":true}""", "id of another call")]
    [TestCase("""{"jsonrpc":"2.0","id":"1","result":true}""", "no id that we gave")]
    [TestCase("""{"jsonrpc":"2.0","id":1.5,"result":true}""", "no id that we gave")]
    [TestCase("""{"jsonrpc":"2.0","id":null,"result":true}""", "no id that we gave")]
    [TestCase("""{"jsonrpc":"2.0","result":true}""", "no id that we gave")]
    [TestCase("""{"jsonrpc":"1.0","id":1,"result":true}""", "not marked as JSON-RPC 2.0")]
    [TestCase("""{"jsonrpc":"2\ud800.0","id":1,"result":true}""", "not marked as JSON-RPC 2.0", Description = "half a pair")]
    [TestCase("""{"id":1,"result":true}""", "not marked as JSON-RPC 2.0")]
    [TestCase("""[{"jsonrpc":"2.0","id":1,"result":true}]""", "not a JSON object")]
    [TestCase("true", "not a JSON object")]
    [TestCase("null", "not a JSON object")]
    [TestCase("""{"jsonrpc":"2.0","id":1,"error":"no"}""", "no error object")]
    [TestCase("""{"jsonrpc":"2.0","id":1,"error":{"message":"no code"}}""", "no error object")]
    [TestCase("""{"jsonrpc":"2.0","id":1,"result":true,"error":{"code":1,"message":"both"}}""", "no error object")]
    public async Task An_answer_that_breaks_the_protocol_is_malformed_and_transient(string body, string fault)
    {
        MalformedResponseException exception = await Caught.ByAsync<MalformedResponseException>(
            () => AskAsync(ScriptedNode.Answering(body)));

        Assert.That(exception.Message, Does.Contain(fault).And.Contains("net_ask"));
        Assert.That(exception.IsTransient, Is.True);
    }

    [Test]
    public async Task An_answer_that_is_not_UTF8_is_malformed()
    {
        byte[] body = [.. "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\""u8, 0xff, .. "\"}"u8];
        ScriptedNode node = new ScriptedNode().Then(System.Net.HttpStatusCode.OK, body);

        await Assert.ThatAsync(
            () => AskAsync(node), Throws.TypeOf<MalformedResponseException>().With.Message.Contains("not UTF-8"));
    }

    [Test]
    public async Task Nesting_deeper_than_the_limit_is_malformed()
    {
        string deep = new string('[', 40) + new string(']', 40);

        await Assert.ThatAsync(
            () => AskAsync(ScriptedNode.Resulting(deep)),
            Throws.TypeOf<MalformedResponseException>().With.Message.Contains("strict JSON"));
    }

    [TestCase(-32000, false)]
    [TestCase(3, false, Description = "execution reverted")]
    [TestCase(-32602, false, Description = "EIP-1474, invalid params")]
    [TestCase(-32005, true, Description = "EIP-1474, limit exceeded")]
    [TestCase(-32001, true, Description = "EIP-1474, resource not found")]
    [TestCase(-32603, true, Description = "EIP-1474, internal error")]
    [TestCase(429, true, Description = "F26, a rate limit inside a 200")]
    public async Task An_error_object_is_an_error_of_its_code(int code, bool isTransient)
    {
        string body =
            $$"""{"jsonrpc":"2.0","id":1,"result":null,"error":{"code":{{code}},"message":"why","data":{"a":1} } }""";

        JsonRpcErrorException exception = await Caught.ByAsync<JsonRpcErrorException>(
            () => AskAsync(ScriptedNode.Answering(body)));

        Assert.That(exception.Code, Is.EqualTo(code));
        Assert.That(exception.NodeMessage, Is.EqualTo("why"));
        Assert.That(exception.ErrorJson, Is.EqualTo("""{"a":1}"""));
        Assert.That(exception.Message, Does.Contain("net_ask").And.Contains("'why'"));
        Assert.That(exception.IsTransient, Is.EqualTo(isTransient));
    }

    [TestCase("""{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"\ud800"}}""", "\"\\ud800\"")]
    [TestCase("""{"jsonrpc":"2.0","error":{"code":-32700}}""", "")]
    public async Task An_error_without_id_or_readable_message_is_still_an_error(string body, string message) =>
        await Assert.ThatAsync(
            () => AskAsync(ScriptedNode.Answering(body)),
            Throws.TypeOf<JsonRpcErrorException>()
                .With.Property(nameof(JsonRpcErrorException.NodeMessage)).EqualTo(message));

    [TestCase("ftp://node.example/")]
    [TestCase("/relative")]
    public void An_endpoint_that_is_not_http_is_refused_without_showing_it(string endpoint) =>
        Assert.That(
            () => new JsonRpcClient(new HttpClient(), new Uri(endpoint, UriKind.RelativeOrAbsolute), null),
            Throws.ArgumentException.With.Message.Not.Contains(endpoint));

    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    private static Task<bool> AskAsync(ScriptedNode node) =>
        node.Client().CallAsync("net_ask", new JsonArray("a", 1), result => result.GetBoolean(), Token);
}
