using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace ChainTips.Server.Simulation;

/// <summary>A node that hands everything on to another, and while it lies, leaves the logs out of its answers.</summary>
internal sealed class LyingNode : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _node = new();

    private LyingNode(Uri node)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/", http => AnswerAsync(http, node));
    }

    /// <summary>Whether it lies.</summary>
    public bool Lies { get; set; }

    /// <summary>How many answers it falsified.</summary>
    public int Count { get; private set; }

    /// <summary>Where it answers.</summary>
    public Uri Endpoint => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>Starts it in front of a node.</summary>
    public static async Task<LyingNode> StartAsync(Uri node)
    {
        LyingNode lying = new(node);
        await lying._app.StartAsync();
        return lying;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _node.Dispose();
    }

    private async Task AnswerAsync(HttpContext http, Uri node)
    {
        using StreamContent question = new(http.Request.Body);
        question.Headers.ContentType = new("application/json");
        using HttpResponseMessage answer = await _node.PostAsync(node, question, http.RequestAborted);
        string text = await answer.Content.ReadAsStringAsync(http.RequestAborted);
        if (Lies && JsonNode.Parse(text) is JsonNode json && EmptyLogs(json))
        {
            Count++;
            text = json.ToJsonString();
        }

        http.Response.StatusCode = (int)answer.StatusCode;
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(text, http.RequestAborted);
    }

    private static bool EmptyLogs(JsonNode node)
    {
        bool isChanged = false;
        if (node is JsonObject members)
        {
            if (members["logs"] is JsonArray { Count: > 0 } logs)
            {
                logs.Clear();
                isChanged = true;
            }

            foreach ((_, JsonNode? member) in members)
            {
                isChanged |= member is not null && EmptyLogs(member);
            }
        }
        else if (node is JsonArray items)
        {
            foreach (JsonNode? item in items)
            {
                isChanged |= item is not null && EmptyLogs(item);
            }
        }

        return isChanged;
    }
}
