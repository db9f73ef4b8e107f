using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.EndToEnd.Tests;

/// <summary>A gateway as its own process, on a database and a port of its own; it can be killed and started again.</summary>
internal sealed class RunningGateway : IDisposable
{
    private readonly Dictionary<string, string> _environment;
    private readonly HttpClient _http;
    private readonly string _folder;
    private readonly string _url;
    private ChildProcess _process;

    private RunningGateway(Dictionary<string, string> environment, string folder, string url, string key)
    {
        _environment = environment;
        _folder = folder;
        _url = url;
        Key = key;
        _http = new HttpClient { BaseAddress = new Uri(url) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        _process = Launch();
    }

    public string Key { get; }

    public Uri Url => new(_url);

    /// <summary>Starts a gateway.</summary>
    /// <param name="chain">The chain that it follows.</param>
    /// <param name="database">Where its books are; null for a file of its own.</param>
    /// <param name="withOtherToken">Whether it takes the second dollar too, and user operations of the local entry point.</param>
    /// <param name="relayerKey">The key that pays the gas of authorizations; null for none.</param>
    /// <param name="together">How many authorizations go into one transaction.</param>
    public static async Task<RunningGateway> StartAsync(
        LocalChain chain, string? database = null, bool withOtherToken = false, string? relayerKey = null, int together = 1)
    {
        string folder = Directory.CreateTempSubdirectory("chaintips-test").FullName;
        Dictionary<string, string> environment = new()
        {
            ["CHAINTIPS__DATABASE"] = database ?? Path.Combine(folder, "chaintips.db"),
            ["CHAINTIPS__SIGNINGKEYFILE"] = Path.Combine(folder, "signing.key"),
            ["CHAINTIPS__CHAINS__31337__ENDPOINT"] = chain.Endpoint.ToString(),
            ["CHAINTIPS__CHAINS__31337__ROUTER"] = chain.Router.ToString(),
            ["CHAINTIPS__CHAINS__31337__FORWARDERFACTORY"] = chain.ForwarderFactory.ToString(),
            ["CHAINTIPS__CHAINS__31337__POLLINTERVAL"] = "00:00:00.050",
            ["CHAINTIPS__CHAINS__31337__TOKENS__0__ADDRESS"] = chain.Token.ToString(),
            ["CHAINTIPS__CHAINS__31337__TOKENS__0__SYMBOL"] = "USDC",
            ["CHAINTIPS__CHAINS__31337__TOKENS__0__DECIMALS"] = "6",
            ["CHAINTIPS__CHAINS__31337__TOKENS__0__NAME"] = "USD Coin",
            ["CHAINTIPS__CHAINS__31337__TOKENS__0__DOMAINVERSION"] = "2",
        };
        if (relayerKey is not null)
        {
            environment["CHAINTIPS__RELAYER__KEY"] = relayerKey;
            environment["CHAINTIPS__RELAYER__MOSTTOGETHER"] = together.ToString(CultureInfo.InvariantCulture);
        }

        if (withOtherToken)
        {
            environment["CHAINTIPS__CHAINS__31337__ENTRYPOINTS__0"] = chain.EntryPoint.ToString();
            environment["CHAINTIPS__CHAINS__31337__TOKENS__1__ADDRESS"] = chain.OtherToken.ToString();
            environment["CHAINTIPS__CHAINS__31337__TOKENS__1__SYMBOL"] = "USDX";
            environment["CHAINTIPS__CHAINS__31337__TOKENS__1__DECIMALS"] = "6";
            environment["CHAINTIPS__CHAINS__31337__TOKENS__1__NAME"] = "USD Coin";
            environment["CHAINTIPS__CHAINS__31337__TOKENS__1__DOMAINVERSION"] = "2";
        }

        string said = await ChildProcess.RunAsync("dotnet", [Checkout.Gateway, "key", "create"], folder, environment);
        string key = said.Split('\n', StringSplitOptions.TrimEntries).Single(line => line.StartsWith("key_", StringComparison.Ordinal));
        RunningGateway gateway = new(environment, folder, $"http://127.0.0.1:{ChildProcess.FreePort()}", key);
        await gateway.WaitUntilReadyAsync();
        return gateway;
    }

    /// <summary>Starts another gateway on the same database, with the same keys.</summary>
    public async Task<RunningGateway> StartTwinAsync()
    {
        string folder = Directory.CreateTempSubdirectory("chaintips-test").FullName;
        RunningGateway twin = new(_environment, folder, $"http://127.0.0.1:{ChildProcess.FreePort()}", Key);
        await twin.WaitUntilReadyAsync();
        return twin;
    }

    /// <summary>How the following of the chain stands here: <c>following</c>, <c>standby</c>.</summary>
    public async Task<string?> StateAsync() => (await GetAsync("/v1/chains")).GetProperty("data")[0].GetProperty("state").GetString();

    /// <summary>Waits until the following of the chain stands so.</summary>
    public Task WaitUntilAsync(string state) =>
        Eventually.BecomesTrueAsync(async () => await StateAsync() == state, () => $"The chain is not in the state '{state}'.\n{_process.Said}");

    /// <summary>Stops the process where it stands, as a machine that is suspended does.</summary>
    public void Pause() => _process.Signal("STOP");

    /// <summary>Lets a paused process go on.</summary>
    public void Continue() => _process.Signal("CONT");

    /// <summary>What the process said so far.</summary>
    public string Said => _process.Said;

    /// <summary>Ends the process at once, as kill -9 does.</summary>
    public void Kill() => _process.Kill();

    public async Task RestartAsync()
    {
        _process.Dispose();
        _process = Launch();
        await WaitUntilReadyAsync();
    }

    public async Task<JsonElement> GetAsync(string path) =>
        await _http.GetFromJsonAsync<JsonElement>(path);

    public Task<string> GetTextAsync(string path) => _http.GetStringAsync(path);

    /// <summary>What <c>receipt verify</c> says of a receipt; it must end well.</summary>
    public async Task<string> VerifyReceiptAsync(string receipt, params string[] options)
    {
        string file = Path.Combine(_folder, "receipt.json");
        await File.WriteAllTextAsync(file, receipt);
        return await RunAsync(["receipt", "verify", file, .. options]);
    }

    public async Task<JsonElement> PostAsync(string path, object body)
    {
        using HttpResponseMessage answer = await _http.PostAsJsonAsync(path, body);
        Assert.That(answer.IsSuccessStatusCode, Is.True, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>What is wrong with a request that must be refused.</summary>
    public async Task<JsonElement> RefusedAsync(string path, object body)
    {
        using HttpResponseMessage answer = await _http.PostAsJsonAsync(path, body);
        Assert.That(answer.IsSuccessStatusCode, Is.False, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>A creator at an address, and a post of his.</summary>
    public async Task<(string Creator, string Post, Hash32 Reference)> AddPostAsync(Address payee)
    {
        JsonElement creator = await PostAsync("/v1/creators", new { name = "Ada", address = payee.ToString() });
        string creatorId = creator.GetProperty("id").GetString()!;
        JsonElement post = await PostAsync("/v1/posts", new { creator = creatorId, title = "A post" });
        return (creatorId, post.GetProperty("id").GetString()!, Hash32.Parse(post.GetProperty("paymentReference").GetString()!));
    }

    /// <summary>The payments for a post as soon as there are so many in a status, newest first.</summary>
    public async Task<IReadOnlyList<JsonElement>> FindPaymentsAsync(string post, int count, string status) =>
        await Eventually.FindAsync(
            async () =>
            {
                JsonElement[] payments = [.. (await GetAsync($"/v1/payments?post={post}")).GetProperty("data").EnumerateArray()];
                return payments.Count(payment => payment.GetProperty("status").GetString() == status) == count ? payments : null;
            },
            () => $"{count} payments of {post} in status {status}.\n{_process.Said}");

    /// <summary>Waits until every block that the node has is applied.</summary>
    public Task WaitUntilCaughtUpAsync(ulong block) => Eventually.BecomesTrueAsync(
        async () => (await GetAsync("/v1/chains")).GetProperty("data")[0].GetProperty("appliedBlock") is { ValueKind: JsonValueKind.Number } applied
            && applied.GetUInt64() >= block,
        () => $"Block {block} was not applied.\n{_process.Said}");

    public async Task<string> RunAsync(string[] arguments) => await ChildProcess.RunAsync(
        "dotnet", [Checkout.Gateway, .. arguments], _folder, new Dictionary<string, string>(_environment) { ["CHAINTIPS_KEY"] = Key });

    public void Dispose()
    {
        _process.Dispose();
        _http.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private ChildProcess Launch() => new("dotnet", [Checkout.Gateway, "serve", "--urls", _url], _folder, _environment);

    private Task WaitUntilReadyAsync() => Eventually.BecomesTrueAsync(
        async () =>
        {
            try
            {
                using HttpResponseMessage answer = await _http.GetAsync("/health/ready");
                return answer.IsSuccessStatusCode;
            }
            catch (HttpRequestException) when (!_process.HasExited)
            {
                return false;
            }
        },
        () => string.Create(CultureInfo.InvariantCulture, $"The gateway was not ready.\n{_process.Said}"));
}
