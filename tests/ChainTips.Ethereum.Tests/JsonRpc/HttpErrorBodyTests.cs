using System.Net;
using System.Text;
using ChainTips.Ethereum.JsonRpc;

namespace ChainTips.Ethereum.Tests.JsonRpc;

[CancelAfter(30_000)]
internal sealed class HttpErrorBodyTests
{
    [Test]
    public async Task An_error_object_counts_whatever_the_status_is()
    {
        JsonRpcErrorException exception = await Caught.ByAsync<JsonRpcErrorException>(() => AskAsync(
            400, """{"jsonrpc":"2.0","id":1,"error":{"code":-32602,"message":"Max range: 800","data":"0x"}}"""));

        Assert.That(exception.Kind, Is.EqualTo(RpcErrorKind.RangeTooWide));
        Assert.That(exception.Classification.Limit, Is.EqualTo(800));
        Assert.That(exception.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(exception.IsTransient, Is.False);
    }

    [Test]
    public async Task An_error_object_of_a_429_says_how_long_to_wait()
    {
        byte[] body = """{"error":{"code":-32005,"message":"too many requests"}}"""u8.ToArray();
        HttpResponseMessage response = new(HttpStatusCode.TooManyRequests) { Content = new ByteArrayContent(body) };
        response.Headers.TryAddWithoutValidation("Retry-After", "7");

        JsonRpcErrorException exception =
            await Caught.ByAsync<JsonRpcErrorException>(() => AskAsync(new ScriptedNode().Then(response)));

        Assert.That(exception.RetryAfter, Is.EqualTo(TimeSpan.FromSeconds(7)));
        Assert.That(exception.IsTransient, Is.True);
    }

    [TestCase(400, "eth_getLogs is limited to a 10,000 range", RpcErrorKind.RangeTooWide, false)]
    [TestCase(503, "Log response size exceeded", RpcErrorKind.ResponseTooLarge, false)]
    [TestCase(402, "", RpcErrorKind.Billing, false)]
    [TestCase(503, "<html>Service Unavailable</html>", RpcErrorKind.Transient, true)]
    [TestCase(500, "{\"error\":\"no object\"}", RpcErrorKind.Transient, true)]
    [TestCase(500, "{\"error\":{\"code\":1,\"mess", RpcErrorKind.Transient, true)]
    [TestCase(403, "{\"error\":null}", RpcErrorKind.Other, false)]
    public async Task Other_bodies_are_classified_and_not_shown(
        int status, string body, RpcErrorKind kind, bool isTransient)
    {
        JsonRpcTransportException exception =
            await Caught.ByAsync<JsonRpcTransportException>(() => AskAsync(status, body));

        Assert.That(exception.Kind, Is.EqualTo(kind));
        Assert.That(exception.IsTransient, Is.EqualTo(isTransient));
        Assert.That(body.Length > 0 && exception.Message.Contains(body, StringComparison.Ordinal), Is.False);
    }

    [Test]
    public async Task Only_the_beginning_of_a_body_is_read()
    {
        CountingStream body = new();
        HttpResponseMessage response = new(HttpStatusCode.BadGateway) { Content = new StreamContent(body) };

        await Caught.ByAsync<JsonRpcTransportException>(() => AskAsync(new ScriptedNode().Then(response)));

        Assert.That(body.BytesRead, Is.EqualTo(4096));
    }

    private static Task<ulong> AskAsync(int status, string body) =>
        AskAsync(new ScriptedNode().Then((HttpStatusCode)status, Encoding.UTF8.GetBytes(body)));

    private static Task<ulong> AskAsync(ScriptedNode node) =>
        node.Rpc().GetChainIdAsync(TestContext.CurrentContext.CancellationToken);

    /// <summary>A stream without an end.</summary>
    private sealed class CountingStream : MemoryStream
    {
        public int BytesRead { get; private set; }

        public override bool CanSeek => false;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            BytesRead += buffer.Length;
            return ValueTask.FromResult(buffer.Length);
        }
    }
}
