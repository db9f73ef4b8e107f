using System.Net;
using System.Net.Http.Headers;
using System.Text;
using ChainTips.Ethereum.JsonRpc;

namespace ChainTips.Ethereum.Tests.JsonRpc;

[CancelAfter(30_000)]
internal sealed class JsonRpcTransportTests
{
    [TestCase(400, false)]
    [TestCase(401, false)]
    [TestCase(404, false)]
    [TestCase(301, false)]
    [TestCase(408, true)]
    [TestCase(429, true)]
    [TestCase(500, true)]
    [TestCase(503, true)]
    public async Task A_status_that_is_no_success_is_a_fault_even_with_a_good_body(int status, bool isTransient)
    {
        byte[] body = Encoding.UTF8.GetBytes(ScriptedNode.Result(1, "\"0x1\""));
        ScriptedNode node = new ScriptedNode().Then((HttpStatusCode)status, body);

        JsonRpcTransportException exception = await FaultAsync(node);

        Assert.That((int)exception.StatusCode!.Value, Is.EqualTo(status));
        Assert.That(exception.IsTransient, Is.EqualTo(isTransient));
        Assert.That(exception.RetryAfter, Is.Null);
        Assert.That(exception.Message, Does.Contain($"HTTP {status}").And.Contains("eth_chainId"));
    }

    [Test]
    public async Task A_429_says_how_many_seconds_to_wait() =>
        Assert.That(await RetryAfterOfAsync("7", null), Is.EqualTo(TimeSpan.FromSeconds(7)));

    [Test]
    public async Task A_429_with_a_date_is_measured_by_the_date_of_the_answer() =>
        Assert.That(
            await RetryAfterOfAsync("Wed, 21 Oct 2015 07:28:30 GMT", "Wed, 21 Oct 2015 07:28:00 GMT"),
            Is.EqualTo(TimeSpan.FromSeconds(30)));

    [Test]
    public async Task A_date_in_the_past_means_no_wait() =>
        Assert.That(await RetryAfterOfAsync("Wed, 21 Oct 2015 07:28:30 GMT", null), Is.EqualTo(TimeSpan.Zero));

    [Test]
    public async Task A_message_shows_host_and_port_and_no_key()
    {
        ScriptedNode node = new ScriptedNode().Then(HttpStatusCode.Forbidden, []);

        string text = (await FaultAsync(node)).ToString();

        Assert.That(text, Does.Contain("https://node.example:8545 "));
        Assert.That(text, Does.Not.Contain("my-api-key").And.Not.Contain("hidden").And.Not.Contain("secret"));
    }

    [Test]
    public async Task A_refused_connection_is_transient()
    {
        ScriptedNode node = new ScriptedNode().Then(_ => throw new HttpRequestException("Connection refused"));

        JsonRpcTransportException exception = await FaultAsync(node);

        Assert.That(exception.StatusCode, Is.Null);
        Assert.That(exception.IsTransient, Is.True);
        Assert.That(exception.InnerException, Is.TypeOf<HttpRequestException>());
    }

    [Test]
    [Description("F27: a reset in the middle of the body")]
    public async Task A_body_that_breaks_off_is_transient()
    {
        HttpContent content = new StreamContent(new BrokenStream(() => throw new IOException("Connection reset")));
        ScriptedNode node = new ScriptedNode().Then(new HttpResponseMessage { Content = content });

        Assert.That((await FaultAsync(node)).IsTransient, Is.True);
    }

    [Test]
    [Description("F27: a body that never ends, one byte at a time")]
    public async Task An_answer_that_takes_too_long_is_transient()
    {
        ScriptedNode node = new ScriptedNode { Limits = new JsonRpcLimits { Timeout = TimeSpan.FromMilliseconds(50) } }
            .Then(ScriptedNode.Never);

        JsonRpcTransportException exception = await FaultAsync(node);

        Assert.That(exception.Message, Does.Contain("within 0.05 s"));
        Assert.That(exception.IsTransient, Is.True);
    }

    [Test]
    public async Task Cancelling_is_not_a_fault_of_the_node()
    {
        using CancellationTokenSource source = new();
        ScriptedNode node = new ScriptedNode().Then(cancellationToken =>
        {
            source.Cancel();
            return ScriptedNode.Never(cancellationToken);
        });

        await Assert.ThatAsync(
            () => node.Rpc().GetChainIdAsync(source.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task A_body_above_the_limit_is_refused_by_its_announced_length() =>
        await AssertTooLargeAsync(new ByteArrayContent(new byte[1001]));

    [Test]
    public async Task A_body_above_the_limit_is_refused_while_it_is_read()
    {
        int reads = 0;
        BrokenStream stream = new(() => reads++ < 100 ? 400 : throw new IOException("The reader went on."));

        await AssertTooLargeAsync(new StreamContent(stream));

        Assert.That(reads, Is.EqualTo(3));
    }

    [Test]
    public async Task A_body_at_the_limit_is_read()
    {
        string body = ScriptedNode.Result(1, "\"0x1\"");
        JsonRpcLimits limits = new() { MaxResponseBytes = body.Length };
        ScriptedNode node = new ScriptedNode { Limits = limits }.Then(body);

        Assert.That(await node.Rpc().GetChainIdAsync(TestContext.CurrentContext.CancellationToken), Is.EqualTo(1));
    }

    private static async Task AssertTooLargeAsync(HttpContent content)
    {
        ScriptedNode node = new ScriptedNode { Limits = new JsonRpcLimits { MaxResponseBytes = 1000 } }
            .Then(new HttpResponseMessage { Content = content });

        ResponseTooLargeException exception = await Caught.ByAsync<ResponseTooLargeException>(
            () => node.Rpc().GetChainIdAsync(TestContext.CurrentContext.CancellationToken));

        Assert.That(exception.LimitBytes, Is.EqualTo(1000));
        Assert.That(exception.IsTransient, Is.False);
    }

    private static async Task<TimeSpan?> RetryAfterOfAsync(string retryAfter, string? date)
    {
        HttpResponseMessage response = new(HttpStatusCode.TooManyRequests) { Content = new ByteArrayContent([]) };
        response.Headers.RetryAfter = RetryConditionHeaderValue.Parse(retryAfter);
        if (date is not null)
        {
            response.Headers.TryAddWithoutValidation("Date", date);
        }

        return (await FaultAsync(new ScriptedNode().Then(response))).RetryAfter;
    }

    private static Task<JsonRpcTransportException> FaultAsync(ScriptedNode node) =>
        Caught.ByAsync<JsonRpcTransportException>(
            () => node.Rpc().GetChainIdAsync(TestContext.CurrentContext.CancellationToken));

    /// <summary>A stream whose every read gives so many bytes, or throws.</summary>
    private sealed class BrokenStream(Func<int> read) : MemoryStream
    {
        public override bool CanSeek => false;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(read());

        public override int Read(byte[] buffer, int offset, int count) => read();
    }
}
