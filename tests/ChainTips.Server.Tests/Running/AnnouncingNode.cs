using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ChainTips.Server.Tests.Running;

/// <summary>A websocket on a free loopback port that announces what the test wants, and hangs up when it is told to.</summary>
internal sealed class AnnouncingNode : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<WebSocket, byte> _sockets = [];
    private int _subscriptions;

    private AnnouncingNode(WebApplication app) => _app = app;

    public string Address => _app.Urls.First().Replace("http", "ws", StringComparison.Ordinal);

    /// <summary>What it was asked, and how often.</summary>
    public int Subscriptions => Volatile.Read(ref _subscriptions);

    /// <summary>What it answers to a subscription.</summary>
    public string Answer { get; set; } = """{"jsonrpc":"2.0","id":1,"result":"0x1"}""";

    public static async Task<AnnouncingNode> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        WebApplication app = builder.Build();
        AnnouncingNode node = new(app);
        app.UseWebSockets();
        app.Run(node.ListenAsync);
        await app.StartAsync();
        return node;
    }

    /// <summary>Sends a text to everybody who listens.</summary>
    public async Task SendAsync(string text)
    {
        foreach (WebSocket socket in _sockets.Keys)
        {
            try
            {
                await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);
            }
            catch (Exception error) when (error is WebSocketException or IOException or ObjectDisposedException or InvalidOperationException)
            {
                _sockets.TryRemove(socket, out _);
            }
        }
    }

    /// <summary>Announces a block.</summary>
    public Task AnnounceAsync() => SendAsync(
        """{"jsonrpc":"2.0","method":"eth_subscription","params":{"subscription":"0x1","result":{"number":"0xffffffff"}}}""");

    /// <summary>Breaks every connection without a word.</summary>
    public void HangUp()
    {
        foreach (WebSocket socket in _sockets.Keys)
        {
            _sockets.TryRemove(socket, out _);
            socket.Abort();
        }
    }

    public async ValueTask DisposeAsync()
    {
        HangUp();
        await _app.DisposeAsync();
    }

    private async Task ListenAsync(HttpContext http)
    {
        using WebSocket socket = await http.WebSockets.AcceptWebSocketAsync();
        byte[] buffer = new byte[4096];
        try
        {
            WebSocketReceiveResult asked = await socket.ReceiveAsync(buffer, http.RequestAborted);
            if (Encoding.UTF8.GetString(buffer, 0, asked.Count).Contains("\"newHeads\"", StringComparison.Ordinal))
            {
                await socket.SendAsync(Encoding.UTF8.GetBytes(Answer), WebSocketMessageType.Text, true, http.RequestAborted);
                _sockets[socket] = 0;
                Interlocked.Increment(ref _subscriptions);
            }

            while (socket.State == WebSocketState.Open)
            {
                await socket.ReceiveAsync(buffer, http.RequestAborted);
            }
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException or IOException)
        {
            // The other side went, or this one hung up: that is what is played here.
            _sockets.TryRemove(socket, out _);
        }
        finally
        {
            _sockets.TryRemove(socket, out _);
        }
    }
}
