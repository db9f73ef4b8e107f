using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ChainTips.Platforms;
using ChainTips.Server.Configuration;
using ChainTips.Server.Http;
using ChainTips.Storage.Sqlite;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace ChainTips.Server.Tests.Running;

/// <summary>A whole gateway on a free loopback port, with a database of its own and a scripted node.</summary>
internal sealed class RunningGateway : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;

    private RunningGateway(TemporaryFolder folder, ScriptedNode node, SqliteDatabase database, WebApplication app)
    {
        _folder = folder;
        Node = node;
        Database = database;
        App = app;
        SocketsHttpHandler sockets = new() { RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8 };
        Http = new HttpClient(sockets) { BaseAddress = new Uri(app.Urls.First()), Timeout = TimeSpan.FromMinutes(1) };
    }

    public ScriptedNode Node { get; }

    public SqliteDatabase Database { get; }

    public WebApplication App { get; }

    public HttpClient Http { get; }

    public DatabaseRows Rows => new(_folder.Database);

    /// <summary>The key that requests are sent with; null for none.</summary>
    public string? Key { get; set; }

    /// <summary>The gateway's own address without a slash at its end.</summary>
    public string Url => App.Urls.First();

    public static async Task<RunningGateway> StartAsync(Dictionary<string, string?>? settings = null, bool untilReady = true)
    {
        TemporaryFolder folder = new();
        ScriptedNode node = await ScriptedNode.StartAsync();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(LocalChain.Configure(node.Endpoint));
        builder.Configuration.AddInMemoryCollection(settings);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        SqliteDatabase database = SqliteDatabase.Open(folder.Database, TimeProvider.System).Database;
        WebApplication app = GatewayApp.Build(builder, GatewayConfiguration.Read(builder.Configuration), database);
        await app.StartAsync();
        RunningGateway gateway = new(folder, node, database, app);
        gateway.Key = await gateway.CreateKeyAsync();
        if (untilReady)
        {
            await gateway.UntilAsync("/health/ready", answer => answer.Status == 200);
        }

        return gateway;
    }

    /// <summary>Makes a key of the local platform.</summary>
    public async Task<string> CreateKeyAsync()
    {
        await using IGatewayTransaction transaction = await Database.BeginAsync(CancellationToken.None);
        Platform platform = await transaction.Platforms.ReadLocalAsync(CancellationToken.None);
        NewApiKey made = ApiKey.Create(platform.Id, "tests", TimeProvider.System.GetUtcNow());
        await transaction.Platforms.AddKeyAsync(made.Key, CancellationToken.None);
        await transaction.CommitAsync(CancellationToken.None);
        return made.Text;
    }

    public Task<Answer> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

    public Task<Answer> PostAsync(string path, object body, string? idempotencyKey = null) =>
        PostTextAsync(path, JsonSerializer.Serialize(body), idempotencyKey);

    public Task<Answer> PostTextAsync(string path, string body, string? idempotencyKey = null)
    {
        HttpRequestMessage request = new(HttpMethod.Post, path)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        if (idempotencyKey is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey);
        }

        return SendAsync(request);
    }

    /// <summary>Sends a request with the key, if there is one.</summary>
    public async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        CancellationToken cancellationToken = TestContext.CurrentContext.CancellationToken;
        if (Key is not null && request.Headers.Authorization is null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        }

        using (request)
        {
            using HttpResponseMessage response = await Http.SendAsync(request, cancellationToken);
            return await Answer.OfAsync(response, cancellationToken);
        }
    }

    /// <summary>Asks until the answer is as wanted; fails after a minute with the last one.</summary>
    public async Task<Answer> UntilAsync(string path, Func<Answer, bool> isWanted)
    {
        TimeProvider clock = TimeProvider.System;
        long start = clock.GetTimestamp();
        while (true)
        {
            Answer answer = await GetAsync(path);
            if (isWanted(answer))
            {
                return answer;
            }

            if (clock.GetElapsedTime(start) > TimeSpan.FromMinutes(1))
            {
                throw new TimeoutException($"{path} still answers {answer.Status} {answer.Body}");
            }

            await Task.Delay(15);
        }
    }

    public async Task<string> CreateCreatorAsync(string name = "Ada") =>
        (await PostAsync("/v1/creators", new { name, address = LocalChain.Payee.ToString() })).Text("id");

    public async Task<string> CreatePostAsync(string creator, string title = "On engines") =>
        (await PostAsync("/v1/posts", new { creator, title })).Text("id");

    /// <summary>Makes a payment request that must be accepted.</summary>
    public async Task<Answer> AskAsync(object body)
    {
        Answer answer = await PostAsync("/v1/payment-requests", body);
        return answer.Status == 201 ? answer : throw new InvalidOperationException(answer.Body);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();

        // Disposing alone waits for nobody: a watcher that gives its lease back would write into a folder that is being deleted.
        await App.StopAsync();
        await App.DisposeAsync();
        await Node.DisposeAsync();
        Database.Dispose();
        _folder.Dispose();
    }
}
