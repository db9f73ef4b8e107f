using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace ChainTips.Ethereum.JsonRpc;

/// <summary>
/// Reads the beginning of an answer whose HTTP status is not a success, for providers say the cause there.
/// </summary>
internal static class HttpErrorBody
{
    private const int MostBytes = 4096;

    /// <summary>
    /// The exception of the answer: that of its JSON-RPC error object, or else that of its status and text.
    /// </summary>
    public static async Task<EthereumRpcException> ReadAsync(
        string method,
        string shownEndpoint,
        HttpResponseMessage response,
        TimeProvider timeProvider,
        CancellationToken cancellationToken)
    {
        TimeSpan? retryAfter = RetryAfterOf(response, timeProvider);
        byte[] body = await StartOfAsync(response.Content, cancellationToken);
        if (ErrorIn(body, method, response, retryAfter) is { } error)
        {
            return error;
        }

        string message = string.Create(
            CultureInfo.InvariantCulture,
            $"{shownEndpoint} answered {method} with HTTP {(int)response.StatusCode}; check its plan and key.");
        return new JsonRpcTransportException(
            message, response.StatusCode, retryAfter, Encoding.UTF8.GetString(body));
    }

    /// <remarks>A body that breaks off still leaves a status that says enough.</remarks>
    private static async Task<byte[]> StartOfAsync(HttpContent content, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[MostBytes];
        int filled = 0;
        try
        {
            Stream stream = await content.ReadAsStreamAsync(cancellationToken);
            int read;
            do
            {
                read = await stream.ReadAsync(buffer.AsMemory(filled), cancellationToken);
                filled += read;
            }
            while (read > 0 && filled < buffer.Length);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or InvalidDataException)
        {
            return buffer[..filled];
        }

        return buffer[..filled];
    }

    private static JsonRpcErrorException? ErrorIn(
        byte[] body, string method, HttpResponseMessage response, TimeSpan? retryAfter)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("error"u8, out JsonElement error)
                ? JsonRpcEnvelope.ErrorOf(method, error, response.StatusCode, retryAfter) as JsonRpcErrorException
                : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static TimeSpan? RetryAfterOf(HttpResponseMessage response, TimeProvider timeProvider)
    {
        RetryConditionHeaderValue? header = response.Headers.RetryAfter;
        TimeSpan? wait = header?.Delta ?? (header?.Date - (response.Headers.Date ?? timeProvider.GetUtcNow()));
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
