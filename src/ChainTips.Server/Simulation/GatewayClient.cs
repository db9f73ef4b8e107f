using System.Net.Http.Headers;
using System.Text.Json;

namespace ChainTips.Server.Simulation;

/// <summary>Calls the API of a running gateway as a platform does.</summary>
internal sealed class GatewayClient : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly HttpClient _http;

    /// <param name="server">Where the gateway listens.</param>
    /// <param name="key">The platform's key.</param>
    public GatewayClient(Uri server, string key)
    {
        _http = new HttpClient { BaseAddress = server };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    public Task<T> GetAsync<T>(string path, CancellationToken cancellationToken) =>
        ReadAsync<T>(HttpMethod.Get, path, null, cancellationToken);

    public Task<T> PostAsync<T>(string path, object body, CancellationToken cancellationToken) =>
        ReadAsync<T>(HttpMethod.Post, path, JsonContent.Create(body, body.GetType(), options: Json), cancellationToken);

    public Task<string> GetTextAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, path, null, cancellationToken);

    public void Dispose() => _http.Dispose();

    private async Task<T> ReadAsync<T>(HttpMethod method, string path, HttpContent? body, CancellationToken cancellationToken) =>
        JsonSerializer.Deserialize<T>(await SendAsync(method, path, body, cancellationToken), Json)
            ?? throw new SimulationException($"{method} {path} was answered with null.");

    private async Task<string> SendAsync(HttpMethod method, string path, HttpContent? body, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(method, path) { Content = body };
        try
        {
            using HttpResponseMessage response = await _http.SendAsync(request, cancellationToken);
            string text = await response.Content.ReadAsStringAsync(cancellationToken);
            return response.IsSuccessStatusCode
                ? text
                : throw new SimulationException($"{method} {path} was answered with {(int)response.StatusCode}: {text}");
        }
        catch (HttpRequestException error)
        {
            throw new SimulationException($"The gateway at {_http.BaseAddress} cannot be reached: {error.Message} Start it, or name it with --server.");
        }
    }

    /// <summary>A list without paging, as far as the simulation needs it.</summary>
    internal sealed record Listed<T>(IReadOnlyList<T> Data);
}
