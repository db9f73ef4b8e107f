using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace ChainTips.Ethereum.JsonRpc;

/// <summary>Posts one body and reads one answer, bounded in bytes and time.</summary>
internal sealed class JsonRpcTransport(HttpClient http, Uri endpoint, JsonRpcLimits limits, TimeProvider timeProvider)
{
    /// <summary>All of the endpoint that may be shown.</summary>
    private readonly string _shownEndpoint =
        endpoint.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);

    /// <summary>What is read from the body of a successful answer; every other outcome is an exception.</summary>
    public async Task<T> PostAsync<T>(
        string method,
        ReadOnlyMemory<byte> body,
        Func<HttpContent, CancellationToken, Task<T>> readAsync,
        CancellationToken cancellationToken)
    {
        using CancellationTokenSource timeout = new(limits.Timeout, timeProvider);
        using CancellationTokenSource either =
            CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using HttpRequestMessage request = CreateRequest(body);
            using HttpResponseMessage response =
                await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            if (!response.IsSuccessStatusCode)
            {
                throw await HttpErrorBody.ReadAsync(method, _shownEndpoint, response, timeProvider, either.Token);
            }

            return await readAsync(response.Content, either.Token);
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
}
