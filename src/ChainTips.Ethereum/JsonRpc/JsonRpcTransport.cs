using System.Buffers;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace ChainTips.Ethereum.JsonRpc;

/// <summary>Posts one body and reads one answer, bounded in bytes and time.</summary>
internal sealed class JsonRpcTransport(HttpClient http, Uri endpoint, JsonRpcLimits limits, TimeProvider timeProvider)
{
    private const int ReadBytes = 16 * 1024;
    private const int MostBytesOnPromise = 1024 * 1024;

    /// <summary>All of the endpoint that may be shown.</summary>
    private readonly string _shownEndpoint =
        endpoint.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);

    /// <summary>The whole body of a successful answer; every other outcome is an exception.</summary>
    public async Task<ReadOnlyMemory<byte>> PostAsync(
        string method, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        using CancellationTokenSource timeout = new(limits.Timeout, timeProvider);
        using CancellationTokenSource either =
            CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using HttpRequestMessage request = CreateRequest(body);
            using HttpResponseMessage response =
                await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            RequireSuccess(method, response);
            return await ReadBodyAsync(method, response.Content, either.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            string message = string.Create(
                CultureInfo.InvariantCulture,
                $"{_shownEndpoint} did not answer {method} within {limits.Timeout.TotalSeconds} s; check its load.");
            throw new JsonRpcTransportException(message, exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or InvalidDataException)
        {
            throw new JsonRpcTransportException(
                $"{_shownEndpoint} could not be asked {method}; check that the node runs and is reachable.", exception);
        }
    }

    private HttpRequestMessage CreateRequest(ReadOnlyMemory<byte> body)
    {
        HttpRequestMessage request = new(HttpMethod.Post, endpoint) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (endpoint.UserInfo.Length > 0)
        {
            byte[] credentials = Encoding.UTF8.GetBytes(Uri.UnescapeDataString(endpoint.UserInfo));
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(credentials));
        }

        return request;
    }

    private void RequireSuccess(string method, HttpResponseMessage response)
    {
        if (!response.IsSuccessStatusCode)
        {
            string message = string.Create(
                CultureInfo.InvariantCulture,
                $"{_shownEndpoint} answered {method} with HTTP {(int)response.StatusCode}; check its plan and key.");
            throw new JsonRpcTransportException(message, response.StatusCode, RetryAfterOf(response));
        }
    }

    private TimeSpan? RetryAfterOf(HttpResponseMessage response)
    {
        RetryConditionHeaderValue? header = response.Headers.RetryAfter;
        TimeSpan? wait = header?.Delta ?? (header?.Date - (response.Headers.Date ?? timeProvider.GetUtcNow()));
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    private async Task<ReadOnlyMemory<byte>> ReadBodyAsync(
        string method, HttpContent content, CancellationToken cancellationToken)
    {
        long announced = content.Headers.ContentLength ?? 0;
        if (announced > limits.MaxResponseBytes)
        {
            throw new ResponseTooLargeException(method, limits.MaxResponseBytes);
        }

        ArrayBufferWriter<byte> buffer = new((int)Math.Clamp(announced, ReadBytes, MostBytesOnPromise));
        Stream stream = await content.ReadAsStreamAsync(cancellationToken);
        while (true)
        {
            int read = await stream.ReadAsync(buffer.GetMemory(ReadBytes), cancellationToken);
            if (read == 0)
            {
                return buffer.WrittenMemory;
            }

            buffer.Advance(read);
            if (buffer.WrittenCount > limits.MaxResponseBytes)
            {
                throw new ResponseTooLargeException(method, limits.MaxResponseBytes);
            }
        }
    }
}
