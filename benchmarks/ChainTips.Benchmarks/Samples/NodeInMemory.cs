using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace ChainTips.Benchmarks.Samples;

/// <summary>Serves a chain from memory, batches too, so that reading is measured and not a node.</summary>
internal sealed class NodeInMemory(ChainInMemory chain) : HttpMessageHandler
{
    private static readonly byte[] Open = "["u8.ToArray();
    private static readonly byte[] Close = "]"u8.ToArray();
    private static readonly byte[] Comma = ","u8.ToArray();
    private static readonly byte[] End = "}"u8.ToArray();

    private long _requests;
    private long _bytes;

    /// <summary>How many HTTP requests were answered.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    /// <summary>How many bytes the answers had.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using JsonDocument question = JsonDocument.Parse(await request.Content!.ReadAsByteArrayAsync(cancellationToken));
        SegmentStream answer = new();
        if (question.RootElement.ValueKind == JsonValueKind.Array)
        {
            ReadOnlyMemory<byte> before = Open;
            foreach (JsonElement call in question.RootElement.EnumerateArray())
            {
                answer.Write(before);
                Write(answer, call);
                before = Comma;
            }

            answer.Write(Close);
        }
        else
        {
            Write(answer, question.RootElement);
        }

        Interlocked.Increment(ref _requests);
        Interlocked.Add(ref _bytes, answer.Length);
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(answer) };
    }

    private void Write(SegmentStream answer, JsonElement call)
    {
        answer.Write(Encoding.UTF8.GetBytes($$"""{"jsonrpc":"2.0","id":{{call.GetProperty("id")}},"result":"""));
        JsonElement first = call.GetProperty("params")[0];
        switch (call.GetProperty("method").GetString())
        {
            case "eth_getBlockByNumber":
                answer.Write(chain.HeaderAt(first.GetString() is "latest" or "safe" or "finalized" ? chain.Count - 1 : Number(first)));
                break;
            case "eth_getBlockReceipts":
                answer.Write(chain.ReceiptsOf(first.GetString()!));
                break;
            case "eth_getTransactionReceipt":
                answer.Write(chain.ReceiptOf(first.GetString()!));
                break;
            default:
                WriteLogs(answer, Number(first.GetProperty("fromBlock")), Number(first.GetProperty("toBlock")));
                break;
        }

        answer.Write(End);
    }

    private void WriteLogs(SegmentStream answer, int from, int to)
    {
        for (int number = from; number <= to; number++)
        {
            answer.Write(number == from ? Open : Comma);
            answer.Write(chain.LogsAt(number));
        }

        answer.Write(Close);
    }

    private static int Number(JsonElement quantity) =>
        int.Parse(quantity.GetString().AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
