using System.Text.Json;
using System.Text.Json.Nodes;

namespace ChainTips.Simulation.Network;

/// <summary>One question to a node.</summary>
/// <param name="Id">The question's id, as JSON.</param>
/// <param name="Method">The method.</param>
/// <param name="Parameters">Its parameters.</param>
internal sealed record NodeCall(JsonElement Id, string Method, JsonElement Parameters)
{
    /// <summary>Reads the questions of a body; one, or a batch.</summary>
    public static NodeCall[] Read(JsonElement body) =>
        body.ValueKind == JsonValueKind.Array ? [.. body.EnumerateArray().Select(ReadOne)] : [ReadOne(body)];

    private static NodeCall ReadOne(JsonElement call) =>
        new(call.GetProperty("id"), call.GetProperty("method").GetString()!, call.GetProperty("params"));
}

/// <summary>One HTTP request to a node, as a fault sees it.</summary>
/// <param name="Ordinal">Which request of this poll it is, from 0.</param>
/// <param name="Endpoint">Which node is asked.</param>
/// <param name="Body">Stands for the bytes of the request.</param>
/// <param name="IsBatch">Whether the questions came as an array.</param>
/// <param name="Calls">The questions.</param>
internal sealed record NodeExchange(int Ordinal, string Endpoint, ulong Body, bool IsBatch, IReadOnlyList<NodeCall> Calls)
{
    /// <summary>Whether any question is of a method.</summary>
    public bool Asks(string method) => Calls.Any(call => call.Method == method);
}

/// <summary>What a node answers to one question: the result as JSON text, or an error.</summary>
/// <param name="Result">The result; empty when there is an error.</param>
/// <param name="Error">The error object; null when there is a result.</param>
internal sealed record NodeAnswer(ReadOnlyMemory<byte> Result, JsonObject? Error)
{
    public static readonly NodeAnswer Null = new("null"u8.ToArray(), null);

    public static NodeAnswer Of(ReadOnlySpan<byte> json) => new(json.ToArray(), null);

    public static NodeAnswer OfText(string text) => new(JsonSerializer.SerializeToUtf8Bytes(text), null);

    public static NodeAnswer OfNode(JsonNode? node) =>
        node is null ? Null : new NodeAnswer(JsonSerializer.SerializeToUtf8Bytes(node), null);

    public static NodeAnswer OfError(int code, string message) =>
        new(ReadOnlyMemory<byte>.Empty, new JsonObject { ["code"] = code, ["message"] = message });
}
