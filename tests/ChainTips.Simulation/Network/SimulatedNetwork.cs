using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using ChainTips.Simulation.Running;

namespace ChainTips.Simulation.Network;

/// <summary>Stands where the network stands: every HTTP request of the product ends here, and is answered when it is its turn.</summary>
/// <param name="node">Answers as an honest node.</param>
/// <param name="events">Says what a node sees, and lets things happen between two requests.</param>
/// <param name="waitAsync">Waits for the turn of a request; several may be under way.</param>
internal sealed class SimulatedNetwork(SimulatedNode node, INetworkEvents events, Func<CancellationToken, Task> waitAsync) : HttpMessageHandler
{
    private int _ordinal;

    /// <summary>How many requests came since the poll began.</summary>
    public int Requests => _ordinal;

    /// <summary>Counts the requests from 0 again.</summary>
    public void BeginPoll() => _ordinal = 0;

    /// <summary>The body of an answer; the ids are those of the questions.</summary>
    public static byte[] Write(NodeExchange exchange, IReadOnlyList<NodeAnswer> answers)
    {
        ArrayBufferWriter<byte> buffer = new(4096);
        using (Utf8JsonWriter json = new(buffer, new JsonWriterOptions { SkipValidation = true }))
        {
            if (exchange.IsBatch)
            {
                json.WriteStartArray();
            }

            for (int i = 0; i < exchange.Calls.Count; i++)
            {
                WriteOne(json, exchange.Calls[i], answers[i]);
            }

            if (exchange.IsBatch)
            {
                json.WriteEndArray();
            }
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>A successful HTTP answer.</summary>
    public static HttpResponseMessage Ok(byte[] body) => Respond(HttpStatusCode.OK, body, "application/json");

    /// <summary>An HTTP answer of any status.</summary>
    public static HttpResponseMessage Respond(HttpStatusCode status, byte[] body, string type)
    {
        AnswerBody content = new(body);
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return new HttpResponseMessage(status) { Content = content };
    }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        byte[] body = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
        await waitAsync(cancellationToken);
        using JsonDocument document = JsonDocument.Parse(body);
        NodeExchange exchange = new(
            _ordinal++, request.RequestUri!.Host, RunLog.Hash(body), document.RootElement.ValueKind == JsonValueKind.Array, NodeCall.Read(document.RootElement));
        events.BeforeAnswer(exchange);
        return await events.AnswerAsync(node, exchange, cancellationToken);
    }

    private static void WriteOne(Utf8JsonWriter json, NodeCall call, NodeAnswer answer)
    {
        json.WriteStartObject();
        json.WriteString("jsonrpc", "2.0");
        json.WritePropertyName("id");
        call.Id.WriteTo(json);
        if (answer.Error is not null)
        {
            json.WritePropertyName("error");
            answer.Error.WriteTo(json);
        }
        else
        {
            json.WritePropertyName("result");
            json.WriteRawValue(answer.Result.Span, skipInputValidation: true);
        }

        json.WriteEndObject();
    }
}
