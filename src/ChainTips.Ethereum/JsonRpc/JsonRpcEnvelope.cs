using System.Buffers;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ChainTips.Ethereum.JsonRpc;

/// <summary>Writes questions and opens answers as JSON-RPC 2.0 frames them.</summary>
internal static class JsonRpcEnvelope
{
    /// <summary>The fault of an error member that cannot be read.</summary>
    public const string NoErrorObject = "has an error member that is no error object";

    /// <summary>The body of one call.</summary>
    public static ReadOnlyMemory<byte> Write(JsonRpcRequest request, long id)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            WriteCall(writer, request, id);
        }

        return buffer.WrittenMemory;
    }

    /// <summary>The body of a batch, whose calls have consecutive ids.</summary>
    public static ReadOnlyMemory<byte> WriteBatch(IReadOnlyList<JsonRpcRequest> requests, long firstId)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartArray();
            for (int i = 0; i < requests.Count; i++)
            {
                WriteCall(writer, requests[i], firstId + i);
            }

            writer.WriteEndArray();
        }

        return buffer.WrittenMemory;
    }

    /// <summary>The result of one call, which may be the JSON null but is never absent.</summary>
    public static JsonElement OpenAnswer(string method, JsonElement answer, long id)
    {
        ThrowIfError(method, answer);
        if (IdOf(method, answer) != id)
        {
            throw MalformedResponseException.OfAnswer(method, "has the id of another call");
        }

        return ResultOf(method, answer);
    }

    /// <summary>The results of a batch in the order of its calls; every id must be answered exactly once.</summary>
    public static JsonElement[] OpenBatch(IReadOnlyList<JsonRpcRequest> requests, JsonElement answers, long firstId)
    {
        string method = requests[0].Method;
        if (answers.ValueKind != JsonValueKind.Array)
        {
            ThrowIfError(method, answers);
            throw MalformedResponseException.OfAnswer(method, "is not an array although a batch was asked");
        }

        JsonElement?[] matched = new JsonElement?[requests.Count];
        foreach (JsonElement answer in answers.EnumerateArray())
        {
            long index = IndexOf(method, answer, firstId);
            if (index < 0 || index >= matched.Length)
            {
                throw MalformedResponseException.OfAnswer(method, "has an id that was not asked in this batch");
            }

            if (matched[index] is not null)
            {
                throw MalformedResponseException.OfAnswer(method, "has the same id twice in one batch");
            }

            matched[index] = answer;
        }

        return [.. matched.Select((answer, i) => OpenMatched(requests[i].Method, answer))];
    }

    /// <summary>The exception of an error object (JSON-RPC 2.0, section 5.1).</summary>
    public static EthereumRpcException ErrorOf(
        string method, JsonElement error, HttpStatusCode? statusCode, TimeSpan? retryAfter)
    {
        if (error.ValueKind != JsonValueKind.Object
            || !error.TryGetProperty("code"u8, out JsonElement code) || code.ValueKind != JsonValueKind.Number
            || !code.TryGetInt32(out int number))
        {
            return MalformedResponseException.OfAnswer(method, NoErrorObject);
        }

        bool hasMessage = error.TryGetProperty("message"u8, out JsonElement message)
            && message.ValueKind == JsonValueKind.String;
        string text = hasMessage ? TextOf(message) : string.Empty;
        string? json = error.TryGetProperty("data"u8, out JsonElement details) ? details.GetRawText() : null;
        return new JsonRpcErrorException(method, number, text, json, statusCode) { RetryAfter = retryAfter };
    }

    private static JsonElement OpenMatched(string method, JsonElement? answer)
    {
        if (answer is null)
        {
            throw MalformedResponseException.OfAnswer(method, "is missing from the answers to the batch");
        }

        ThrowIfError(method, answer.Value);
        return ResultOf(method, answer.Value);
    }

    private static void WriteCall(Utf8JsonWriter writer, JsonRpcRequest request, long id)
    {
        writer.WriteStartObject();
        writer.WriteString("jsonrpc"u8, "2.0"u8);
        writer.WriteNumber("id"u8, id);
        writer.WriteString("method"u8, request.Method);
        writer.WritePropertyName("params"u8);
        JsonArray parameters = request.Parameters;
        parameters.WriteTo(writer);
        writer.WriteEndObject();
    }

    /// <remarks>
    /// An error without id is a batch or question that the node could not read (JSON-RPC 2.0, section 5).
    /// </remarks>
    private static long IndexOf(string method, JsonElement answer, long firstId)
    {
        if (answer.ValueKind == JsonValueKind.Object
            && answer.TryGetProperty("id"u8, out JsonElement id) && id.ValueKind == JsonValueKind.Null)
        {
            ThrowIfError(method, answer);
        }

        return IdOf(method, answer) - firstId;
    }

    private static long IdOf(string method, JsonElement answer)
    {
        RequireObject(method, answer);
        bool isNumber = answer.TryGetProperty("id"u8, out JsonElement id) && id.ValueKind == JsonValueKind.Number;
        return isNumber && id.TryGetInt64(out long value) && value > 0
            ? value
            : throw MalformedResponseException.OfAnswer(method, "has no id that we gave");
    }

    private static JsonElement ResultOf(string method, JsonElement answer)
    {
        if (!IsVersion2(answer))
        {
            throw MalformedResponseException.OfAnswer(method, "is not marked as JSON-RPC 2.0");
        }

        return answer.TryGetProperty("result"u8, out JsonElement result)
            ? result
            : throw MalformedResponseException.OfAnswer(method, "has neither result nor error");
    }

    /// <remarks>Half of a surrogate pair, escaped, is no text to the platform, so it is not compared.</remarks>
    private static bool IsVersion2(JsonElement answer)
    {
        try
        {
            return answer.TryGetProperty("jsonrpc"u8, out JsonElement version)
                && version.ValueKind == JsonValueKind.String && version.ValueEquals("2.0"u8);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static void ThrowIfError(string method, JsonElement answer)
    {
        RequireObject(method, answer);
        if (!answer.TryGetProperty("error"u8, out JsonElement error) || error.ValueKind == JsonValueKind.Null)
        {
            return;
        }

        bool hasResult = answer.TryGetProperty("result"u8, out JsonElement result)
            && result.ValueKind != JsonValueKind.Null;
        throw hasResult
            ? MalformedResponseException.OfAnswer(method, NoErrorObject)
            : ErrorOf(method, error, null, null);
    }

    /// <remarks>GetString throws on an escaped half of a surrogate pair, and then the raw JSON says enough.</remarks>
    private static string TextOf(JsonElement message)
    {
        try
        {
            return message.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return message.GetRawText();
        }
    }

    private static void RequireObject(string method, JsonElement answer)
    {
        if (answer.ValueKind != JsonValueKind.Object)
        {
            throw MalformedResponseException.OfAnswer(method, "is not a JSON object");
        }
    }
}
