using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace ChainTips.Ethereum.JsonRpc;

/// <summary>Calls JSON-RPC 2.0 methods over HTTP and believes no answer that breaks the protocol.</summary>
/// <remarks>
/// It does not retry: that happens in one place, above. Thread-safe; the HTTP client stays the caller's.
/// </remarks>
public sealed class JsonRpcClient
{
    private readonly JsonRpcLimits _limits;
    private readonly JsonRpcTransport _transport;
    private long _lastId;

    /// <summary>
    /// Creates a client of one endpoint, an absolute http or https URL whose user info is sent as Basic credentials.
    /// </summary>
    public JsonRpcClient(HttpClient http, Uri endpoint, JsonRpcLimits? limits, TimeProvider? timeProvider = null)
    {
        if (!endpoint.IsAbsoluteUri || (endpoint.Scheme != Uri.UriSchemeHttp && endpoint.Scheme != Uri.UriSchemeHttps))
        {
            throw new ArgumentException(
                "The endpoint is not an absolute http or https URL; write the whole URL.", nameof(endpoint));
        }

        _limits = limits ?? new JsonRpcLimits();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(_limits.MaxResponseBytes, nameof(limits));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(_limits.MaxBatchCalls, nameof(limits));
        _transport = new JsonRpcTransport(http, endpoint, _limits, timeProvider ?? TimeProvider.System);
    }

    /// <summary>Most calls that <see cref="BatchAsync"/> takes.</summary>
    public int MaxBatchCalls => _limits.MaxBatchCalls;

    /// <summary>
    /// Calls one method and parses its result, which may be the JSON null; <see cref="EthereumRpcException"/> if it
    /// fails.
    /// </summary>
    /// <remarks>The parser must not keep the element, because its memory is released after the call.</remarks>
    public async Task<T> CallAsync<T>(
        string method, JsonArray parameters, Func<JsonElement, T> parse, CancellationToken cancellationToken)
    {
        long id = Interlocked.Increment(ref _lastId);
        ReadOnlyMemory<byte> body = JsonRpcEnvelope.Write(new JsonRpcRequest(method, parameters), id);
        using JsonDocument document = await PostAsync(method, body, cancellationToken);
        return parse(JsonRpcEnvelope.OpenAnswer(method, document.RootElement, id));
    }

    /// <summary>Calls several methods at once and parses their results in the order of the calls.</summary>
    /// <remarks>
    /// One error or one malformed answer fails the whole batch. The answers need not come from one state of the chain.
    /// </remarks>
    public async Task<IReadOnlyList<T>> BatchAsync<T>(
        IReadOnlyList<JsonRpcRequest> requests, Func<JsonElement, T> parse, CancellationToken cancellationToken)
    {
        if (requests.Count == 0)
        {
            return [];
        }

        DemandBatch(requests);
        long firstId = Interlocked.Add(ref _lastId, requests.Count) - requests.Count + 1;
        ReadOnlyMemory<byte> body = JsonRpcEnvelope.WriteBatch(requests, firstId);
        using JsonDocument document = await PostAsync(requests[0].Method, body, cancellationToken);
        JsonElement[] results = JsonRpcEnvelope.OpenBatch(requests, document.RootElement, firstId);
        return [.. results.Select(parse)];
    }

    /// <summary>Calls one method and hands the tokens of its result to a reader while the bytes arrive.</summary>
    internal async Task StreamAsync(
        string method, JsonArray parameters, IResultReader reader, CancellationToken cancellationToken)
    {
        long id = Interlocked.Increment(ref _lastId);
        ReadOnlyMemory<byte> body = JsonRpcEnvelope.Write(new JsonRpcRequest(method, parameters), id);
        AnswerReader answer = new(method, id, 1, reader);
        await StreamAsync(method, body, answer, cancellationToken);
        answer.Complete();
    }

    /// <summary>
    /// Calls one method several times at once and hands the tokens of the results to a reader while the bytes arrive, in
    /// the order in which the node answers.
    /// </summary>
    internal async Task StreamBatchAsync(
        IReadOnlyList<JsonRpcRequest> requests, IResultReader reader, CancellationToken cancellationToken)
    {
        string method = requests[0].Method;
        if (requests.Count == 1)
        {
            await StreamAsync(method, requests[0].Parameters, reader, cancellationToken);
            return;
        }

        DemandBatch(requests);
        long firstId = Interlocked.Add(ref _lastId, requests.Count) - requests.Count + 1;
        ReadOnlyMemory<byte> body = JsonRpcEnvelope.WriteBatch(requests, firstId);
        BatchReader answers = new(method, requests.Count, new AnswerReader(method, firstId, requests.Count, reader));
        await StreamAsync(method, body, answers, cancellationToken);
        answers.CompleteAll();
    }

    private Task<ITokenReader> StreamAsync(
        string method, ReadOnlyMemory<byte> body, ITokenReader tokens, CancellationToken cancellationToken) =>
        _transport.PostAsync(
            method,
            body,
            async (content, token) =>
            {
                WholeBody.RequireAnnounced(method, content, _limits.MaxResponseBytes);
                using JsonTokenPump pump = new(method, _limits);
                await pump.ReadAsync(await content.ReadAsStreamAsync(token), tokens, token);
                return tokens;
            },
            cancellationToken);

    private void DemandBatch(IReadOnlyList<JsonRpcRequest> requests)
    {
        if (requests.Count > MaxBatchCalls)
        {
            string message = string.Create(
                CultureInfo.InvariantCulture,
                $"A batch takes at most {MaxBatchCalls} calls, not {requests.Count}; split it.");
            throw new ArgumentException(message, nameof(requests));
        }
    }

    private async Task<JsonDocument> PostAsync(
        string method, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> answer = await _transport.PostAsync(
            method,
            body,
            (content, token) => WholeBody.ReadAsync(method, content, _limits.MaxResponseBytes, token),
            cancellationToken);
        if (answer.IsEmpty)
        {
            throw MalformedResponseException.OfAnswer(method, "is empty");
        }

        // JsonDocument checks UTF-8 only when a string is read, and then with another exception.
        if (!Utf8.IsValid(answer.Span))
        {
            throw MalformedResponseException.OfAnswer(method, "is not UTF-8");
        }

        // The check for duplicates throws InvalidOperationException on a name with an escaped half of a surrogate pair.
        JsonDocumentOptions options = new() { AllowDuplicateProperties = false, MaxDepth = _limits.MaxDepth };
        try
        {
            return JsonDocument.Parse(answer, options);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw MalformedResponseException.OfAnswer(method, "is not one strict JSON value", exception);
        }
    }
}
