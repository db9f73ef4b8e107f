using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using ChainTips.Server.Tests.Running;

namespace ChainTips.Server.Tests.Reorgs;

/// <summary>A real node, Anvil, as a process of its own. What is asked and answered is plain JSON: nothing here is the product's.</summary>
internal sealed class AnvilNode : IDisposable
{
    private const string Package = "benchmarks/watcher/node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil";
    private const string ProgramVariable = "ANVIL";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly HttpClient _http;

    private AnvilNode(Process process, int port)
    {
        _process = process;
        Endpoint = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
        _http = new HttpClient { BaseAddress = new Uri(Endpoint), Timeout = Patience };
    }

    public string Endpoint { get; }

    /// <summary>Starts the node; without its program the test is ignored, loudly.</summary>
    public static async Task<AnvilNode> StartAsync()
    {
        int port = FreePort();
        Process process = Process.Start(new ProcessStartInfo(
            FindProgram(),
            ["--port", port.ToString(CultureInfo.InvariantCulture), "--quiet", "--order", "fifo", "--timestamp", "1767225600", "--no-request-size-limit"])
        {
            RedirectStandardOutput = true,
        })!;
        AnvilNode node = new(process, port);
        try
        {
            await node.UntilAnsweringAsync();
            return node;
        }
        catch
        {
            node.Dispose();
            throw;
        }
    }

    /// <summary>One question.</summary>
    public async Task<JsonNode?> AskAsync(string method, params JsonNode?[] parameters) => (await AskAllAsync([new NodeCall(method, parameters)]))[0];

    /// <summary>Questions in one batch; the answers in their order. An error of any of them is thrown.</summary>
    public async Task<IReadOnlyList<JsonNode?>> AskAllAsync(IReadOnlyList<NodeCall> calls)
    {
        if (calls.Count == 0)
        {
            return [];
        }

        JsonArray questions = [.. calls.Select((call, id) => (JsonNode)new JsonObject
        {
            ["jsonrpc"] = "2.0",
            ["id"] = id,
            ["method"] = call.Method,
            ["params"] = new JsonArray([.. call.Parameters.Select(parameter => parameter?.DeepClone())]),
        })];
        using HttpResponseMessage response = await _http.PostAsJsonAsync("", questions);
        JsonArray answers = (await response.Content.ReadFromJsonAsync<JsonArray>())!;
        JsonNode?[] results = new JsonNode?[calls.Count];
        foreach (JsonNode? answer in answers)
        {
            int id = (int)answer!["id"]!;
            results[id] = answer["error"] is JsonNode error
                ? throw new InvalidOperationException($"Anvil refused {calls[id].Method} {new JsonArray([.. calls[id].Parameters.Select(parameter => parameter?.DeepClone())]).ToJsonString()}: {error.ToJsonString()}")
                : answer["result"];
        }

        return results;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
        _http.Dispose();
    }

    private static string FindProgram()
    {
        string packaged = Path.Combine(Checkout.Root, Package);
        string? program = Environment.GetEnvironmentVariable(ProgramVariable) ?? (File.Exists(packaged) ? packaged : null);
        if (program is null)
        {
            Assert.Ignore($"Anvil is not installed: reorgs on a real node are NOT tested. Run scripts/setup, or name the program in {ProgramVariable}.");
        }

        return program!;
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task UntilAnsweringAsync()
    {
        long start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                await AskAsync("eth_chainId");
                return;
            }
            catch (HttpRequestException error)
            {
                if (_process.HasExited || TimeProvider.System.GetElapsedTime(start) > Patience)
                {
                    throw new TimeoutException("Anvil does not answer.", error);
                }

                await Task.Delay(50);
            }
        }
    }
}

/// <summary>A question to a node.</summary>
internal sealed record NodeCall(string Method, params JsonNode?[] Parameters);
