using System.Text;
using ChainTips.Server.Tests.Running;

namespace ChainTips.Server.Tests.Api;

/// <summary>Refusals that come from the framework carry our own codes and words.</summary>
[CancelAfter(30_000)]
internal sealed class RefusalWordingTests
{
    private const string Payee = "\"0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC\"";

    private RunningGateway _gateway = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _gateway = await RunningGateway.StartAsync();

    [OneTimeTearDown]
    public ValueTask StopAsync() => _gateway.DisposeAsync();

    [TestCase(false)]
    [TestCase(true)]
    [Description("H6")]
    public async Task A_body_of_more_than_64_kB_is_refused(bool isChunked)
    {
        HttpRequestMessage request = Request($$"""{"name": "Ada", "address": {{Payee}}}""".PadRight((64 * 1024) + 1));
        request.Headers.TransferEncodingChunked = isChunked;

        Answer answer = await _gateway.SendAsync(request);

        Assert.That(answer.Status, Is.EqualTo(413));
        Assert.That(answer.MediaType, Is.EqualTo("application/problem+json"));
        Assert.That(answer.Code, Is.EqualTo("body_too_large"));
        Assert.That(answer.Text("detail"), Does.Contain("64 kB"));
        Assert.That(_gateway.Rows.Count("creators"), Is.Zero);
    }

    [Test]
    public async Task A_body_without_a_media_type_is_refused()
    {
        HttpRequestMessage request = Request($$"""{"name": "Ada", "address": {{Payee}}}""");
        request.Content!.Headers.ContentType = null;

        Answer answer = await _gateway.SendAsync(request);

        Assert.That(answer.Status, Is.EqualTo(415));
        Assert.That(answer.Code, Is.EqualTo("media_type_unsupported"));
        Assert.That(_gateway.Rows.Count("creators"), Is.Zero);
    }

    [TestCase("")]
    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("{")]
    [TestCase("""{"name": 1}""")]
    [TestCase("""{"name": "Ada", "name": "Ada"}""")]
    [TestCase("""{"name": "Ada", "role": "admin"}""")]
    [TestCase("""{"name": "Ada",}""")]
    public async Task A_refusal_does_not_speak_of_the_program_behind(string body)
    {
        Answer answer = await _gateway.SendAsync(Request(body));

        Assert.That(answer.Status, Is.EqualTo(400));
        Assert.That(answer.Text("detail"), Does.Not.Contain("ChainTips.Server")
            .And.Not.Contain(".NET").And.Not.Contain("System.").And.Not.Contain("parameter").And.Not.Contain("reader options"));
    }

    private static HttpRequestMessage Request(string body) =>
        new(HttpMethod.Post, "/v1/creators") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
}
