using System.Text.Json;
using ChainTips.Ethereum.JsonRpc;

namespace ChainTips.EndToEnd.Tests;

/// <summary>A connection to a real node that notes the methods that are called.</summary>
internal sealed class OverheardNode : DelegatingHandler
{
    private readonly HttpClient _http;

    public OverheardNode(Uri endpoint)
        : base(new SocketsHttpHandler())
    {
        _http = new HttpClient(this, disposeHandler: false);
        Rpc = new EthereumRpc(new JsonRpcClient(_http, endpoint, null));
    }

    public EthereumRpc Rpc { get; }

    public List<string> Methods { get; } = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using JsonDocument call = JsonDocument.Parse(await request.Content!.ReadAsByteArrayAsync(cancellationToken));
        Methods.Add(call.RootElement.GetProperty("method").GetString()!);
        return await base.SendAsync(request, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        _http.Dispose();
        base.Dispose(disposing);
    }
}
