using System.Net.WebSockets;
using System.Text.Json;
using ChainTips.Server.Configuration;

namespace ChainTips.Server.Following;

/// <summary>Listens to a node that announces new blocks (<c>eth_subscribe</c>, <c>newHeads</c>), and wakes the watcher.</summary>
/// <remarks>
/// Nothing that is announced is believed or even read: what counts is asked for. So a subscription that dies, repeats itself or
/// lies does no harm (F29, F12, F13); the watcher looks by itself all the same.
/// </remarks>
internal sealed partial class HeadListener(
    ConfiguredChain chain, Uri address, WakeUp wakeUp, TimeProvider clock, ILogger<HeadListener> logger) : BackgroundService
{
    private const int LargestMessage = 256 * 1024;
    private const int BlocksMissed = 60;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Ping = TimeSpan.FromSeconds(15);

    private static readonly ReadOnlyMemory<byte> Subscribe =
        """{"jsonrpc":"2.0","id":1,"method":"eth_subscribe","params":["newHeads"]}"""u8.ToArray();

    private bool _hasHeard;

    /// <summary>After how long without an announcement the subscription counts as dead although the socket lives.</summary>
    private TimeSpan LongestSilence =>
        chain.Settings.Profile.BlockTime is TimeSpan time && BlocksMissed * time > LongestPause ? BlocksMissed * time : 5 * LongestPause;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        TimeSpan pause = FirstPause;
        while (!stoppingToken.IsCancellationRequested)
        {
            _hasHeard = false;
            string reason = await ListenAsync(stoppingToken);
            pause = _hasHeard ? FirstPause : pause;
            LogLost(chain.Settings.ChainId, ConfiguredChain.ForPeople(address), reason, pause);
            await Task.Delay(pause, clock, stoppingToken);
            pause = pause < LongestPause / 2 ? 2 * pause : LongestPause;
        }
    }

    /// <summary>Listens until there is nothing more to hear, and says why.</summary>
    private async Task<string> ListenAsync(CancellationToken stoppingToken)
    {
        using ClientWebSocket socket = new();
        socket.Options.KeepAliveInterval = Ping;
        socket.Options.KeepAliveTimeout = Ping;
        try
        {
            await socket.ConnectAsync(address, stoppingToken);
            await socket.SendAsync(Subscribe, WebSocketMessageType.Text, true, stoppingToken);
            LogListening(chain.Settings.ChainId, ConfiguredChain.ForPeople(address));
            byte[] buffer = new byte[LargestMessage];
            while (await ReceiveAsync(socket, buffer, stoppingToken) is int length and > 0)
            {
                if (IsAnnouncement(buffer.AsMemory(0, length)))
                {
                    _hasHeard = true;
                    wakeUp.Ring();
                }
            }

            return "it was closed";
        }
        catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
        {
            return $"nothing was announced for {LongestSilence}";
        }
        catch (Exception error) when (error is WebSocketException or IOException or HttpRequestException or JsonException or FormatException)
        {
            return error.Message;
        }
    }

    /// <summary>One whole message; zero bytes when the other side closes.</summary>
    private async Task<int> ReceiveAsync(ClientWebSocket socket, byte[] buffer, CancellationToken stoppingToken)
    {
        using CancellationTokenSource silence = new(LongestSilence, clock);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, stoppingToken);
        int length = 0;
        while (true)
        {
            ValueWebSocketReceiveResult part = await socket.ReceiveAsync(buffer.AsMemory(length), either.Token);
            length += part.Count;
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return 0;
            }

            if (part.EndOfMessage)
            {
                return length;
            }

            if (length == buffer.Length)
            {
                throw new FormatException($"it sent a message of more than {LargestMessage} bytes");
            }
        }
    }

    /// <summary>Whether a message announces a block; an error instead of a subscription is none that will be followed by any.</summary>
    private static bool IsAnnouncement(ReadOnlyMemory<byte> message)
    {
        using JsonDocument document = JsonDocument.Parse(message);
        JsonElement root = document.RootElement;
        if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("error", out JsonElement error))
        {
            throw new FormatException($"it refused the subscription: {error.GetRawText()[..Math.Min(200, error.GetRawText().Length)]}");
        }

        return root.ValueKind == JsonValueKind.Object
            && root.TryGetProperty("method", out JsonElement method)
            && method.ValueKind == JsonValueKind.String
            && method.ValueEquals("eth_subscription");
    }

    [LoggerMessage(1020, LogLevel.Information, "Chain {ChainId}: new blocks are announced by {Address}.")]
    private partial void LogListening(ulong chainId, string address);

    [LoggerMessage(1021, LogLevel.Warning, "Chain {ChainId}: {Address} announces no blocks for now: {Reason}. Blocks are found by polling; it is tried again after {Pause}.")]
    private partial void LogLost(ulong chainId, string address, string reason, TimeSpan pause);
}
