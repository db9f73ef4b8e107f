using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.Crypto;
using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.TypedData;

namespace ChainTips.Benchmarks;

/// <summary>How many signed authorizations a running gateway takes in a second, and how many are in final blocks in a second, on a local chain.</summary>
/// <remarks>What is measured is the gateway's own process with its node; signing and the intents before it are not in the times.</remarks>
internal sealed class RelayMeasurement : IDisposable
{
    private const int Payers = 20;
    private const int AtOnce = 16;
    private const int Price = 1_000;

    private readonly HttpClient _http;
    private readonly EthereumRpc _rpc;
    private readonly Address _token;

    /// <param name="server">Where the gateway listens.</param>
    /// <param name="rpc">The local node.</param>
    /// <param name="key">The platform's key.</param>
    /// <param name="token">The dollar.</param>
    public RelayMeasurement(Uri server, Uri rpc, string key, Address token)
    {
        _http = new HttpClient { BaseAddress = server };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        _rpc = new EthereumRpc(new JsonRpcClient(new HttpClient(), rpc, null));
        _token = token;
    }

    /// <summary>Measures once; a row of the table.</summary>
    public async Task<string> RunAsync(string name, int count)
    {
        PrivateKey[] payers = [.. Enumerable.Range(0, Payers).Select(i => PrivateKey.FromBytes(Keccak256.HashUtf8($"{name} payer {i}").ToArray()))];
        IReadOnlyList<Address> accounts = await _rpc.GetAccountsAsync(CancellationToken.None);
        foreach (PrivateKey payer in payers)
        {
            byte[] gift = new AbiWriter().Write(payer.Address).Write((UInt256)(ulong)(count * Price)).ToCall("transfer(address,uint256)");
            await _rpc.SendTransactionAsync(accounts[0], _token, gift, CancellationToken.None);
        }

        JsonElement creator = await PostAsync("v1/creators", new { name = "Ada", address = accounts[^1].ToString() });
        JsonElement request = await PostAsync(
            "v1/payment-requests", new { creator = Text(creator, "id"), amount = Price.ToString(CultureInfo.InvariantCulture), token = _token.ToString() });
        JsonObject[] signed = new JsonObject[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, _) =>
            signed[i] = await SignAsync(request, payers[i % Payers]));

        string[] relays = new string[count];
        long start = Stopwatch.GetTimestamp();
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, _) =>
            relays[i] = Text(await PostAsync("v1/relays", signed[i]), "id"));
        TimeSpan accepted = Stopwatch.GetElapsedTime(start);
        await WaitUntilSettledAsync(relays);
        TimeSpan settled = Stopwatch.GetElapsedTime(start);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {count} | {count / accepted.TotalSeconds:N0} | {count / settled.TotalSeconds:N1} |");
    }

    public void Dispose() => _http.Dispose();

    private static string Text(JsonElement item, string member) =>
        item.GetProperty(member).GetString() ?? throw new InvalidOperationException($"{member} is null in {item}.");

    private async Task<JsonObject> SignAsync(JsonElement request, PrivateKey payer)
    {
        JsonElement intent = await PostAsync(
            $"v1/payment-requests/{Text(request, "id")}/intents", new { way = "authorization", payer = payer.Address.ToString() });
        return new JsonObject
        {
            ["payer"] = payer.Address.ToString(),
            ["nonce"] = Text(intent, "nonce"),
            ["signature"] = payer.Sign(TypedMessage.Parse(intent.GetProperty("typedData").GetRawText()).Digest).ToString(),
        };
    }

    private async Task WaitUntilSettledAsync(IEnumerable<string> relays)
    {
        Queue<string> waiting = new(relays);
        while (waiting.TryPeek(out string? next))
        {
            JsonElement relay = await _http.GetFromJsonAsync<JsonElement>($"v1/relays/{next}");
            if (Text(relay, "status") == "settled")
            {
                waiting.Dequeue();
            }
            else if (Text(relay, "status") is "failed" or "expired")
            {
                throw new InvalidOperationException($"A relay was not settled, so there is no figure: {relay}");
            }
            else
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            }
        }
    }

    private async Task<JsonElement> PostAsync(string path, object body)
    {
        using HttpResponseMessage answer = await _http.PostAsJsonAsync(path, body);
        string text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode
            ? JsonSerializer.Deserialize<JsonElement>(text)
            : throw new InvalidOperationException($"POST {path} was answered with {(int)answer.StatusCode}: {text}");
    }
}
