using System.Net;
using System.Net.Http.Headers;

namespace ChainTips.Benchmarks.Samples;

/// <summary>A node in memory that answers every question with the same bytes.</summary>
internal sealed class CannedAnswer(byte[] body) : HttpMessageHandler
{
    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ByteArrayContent content = new(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = content });
    }
}
