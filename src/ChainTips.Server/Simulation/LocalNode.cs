using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;
using ChainTips.Server.Api;

namespace ChainTips.Server.Simulation;

/// <summary>What a development node does beyond what a node of a real chain does.</summary>
/// <param name="endpoint">The node.</param>
internal sealed class LocalNode(Uri endpoint)
{
    private readonly JsonRpcClient _client = new(new HttpClient(), endpoint, null);

    /// <summary>Remembers the chain as it is.</summary>
    public Task<string> SnapshotAsync(CancellationToken cancellationToken) =>
        AskAsync("evm_snapshot", [], answer => answer.GetString() ?? "", cancellationToken);

    /// <summary>Makes the chain what it was: everything since is gone.</summary>
    public Task RevertAsync(string snapshot, CancellationToken cancellationToken) =>
        AskAsync("evm_revert", [snapshot], answer => answer.GetBoolean(), cancellationToken);

    /// <summary>Mines empty blocks.</summary>
    public Task MineAsync(int blocks, CancellationToken cancellationToken) => blocks == 0
        ? Task.CompletedTask
        : AskAsync("hardhat_mine", ["0x" + blocks.ToString("x", CultureInfo.InvariantCulture)], _ => true, cancellationToken);

    /// <summary>Gives an account native coin.</summary>
    public Task SetCoinAsync(Address account, UInt128 wei, CancellationToken cancellationToken) =>
        AskAsync("hardhat_setBalance", [account.ToString(), "0x" + wei.ToString("x", CultureInfo.InvariantCulture)], _ => true, cancellationToken);

    /// <summary>The native coin of an account, in wei, as a hexadecimal quantity.</summary>
    public Task<string> ReadCoinAsync(Address account, CancellationToken cancellationToken) =>
        AskAsync("eth_getBalance", [account.ToString(), "latest"], answer => answer.GetString() ?? "", cancellationToken);

    /// <summary>Whether each transaction is mined at once, or waits in the pool for the next block.</summary>
    public Task SetAutomineAsync(bool isOn, CancellationToken cancellationToken) =>
        AskAsync("evm_setAutomine", [isOn], _ => true, cancellationToken);

    /// <summary>Sets the base fee of the next block, in wei.</summary>
    public Task SetNextBaseFeeAsync(ulong wei, CancellationToken cancellationToken) =>
        AskAsync("hardhat_setNextBlockBaseFeePerGas", ["0x" + wei.ToString("x", CultureInfo.InvariantCulture)], _ => true, cancellationToken);

    /// <summary>Sends a call from an account of the node, which pays so much to be mined first; it is not waited for.</summary>
    public Task<string> SendFirstAsync(Address from, Address to, string data, CancellationToken cancellationToken)
    {
        JsonObject transaction = new()
        {
            ["from"] = from.ToString(),
            ["to"] = to.ToString(),
            ["data"] = data,
            ["gas"] = "0x30d40",
            ["maxFeePerGas"] = "0x174876e800",
            ["maxPriorityFeePerGas"] = "0xba43b7400",
        };
        return AskAsync("eth_sendTransaction", [transaction], answer => answer.GetString() ?? "", cancellationToken);
    }

    /// <summary>Mines a block each so many milliseconds; 0 stops that.</summary>
    public Task SetIntervalMiningAsync(int milliseconds, CancellationToken cancellationToken) =>
        AskAsync("evm_setIntervalMining", [milliseconds], _ => true, cancellationToken);

    /// <summary>The time of the newest block.</summary>
    public async Task<DateTimeOffset> ReadHeadTimeAsync(CancellationToken cancellationToken) => DateTimeOffset.FromUnixTimeSeconds(
        await AskAsync(
            "eth_getBlockByNumber",
            ["latest", false],
            answer => long.Parse(answer.GetProperty("timestamp").GetString()!.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture),
            cancellationToken));

    /// <summary>The signature of an account that the node holds (<c>eth_signTypedData_v4</c>).</summary>
    public Task<string> SignAsync(Address account, TypedDataView typedData, CancellationToken cancellationToken)
    {
        JsonNode message = JsonSerializer.SerializeToNode(typedData, JsonSerializerOptions.Web)!;
        return AskAsync("eth_signTypedData_v4", [account.ToString(), message], answer => answer.GetString() ?? "", cancellationToken);
    }

    /// <summary>Makes a contract; its address.</summary>
    public async Task<Address> CreateAsync(Address from, string initCode, CancellationToken cancellationToken)
    {
        JsonObject transaction = new() { ["from"] = from.ToString(), ["data"] = initCode };
        string hash = await AskAsync("eth_sendTransaction", [transaction], answer => answer.GetString() ?? "", cancellationToken);
        string address = await AskAsync(
            "eth_getTransactionReceipt", [hash], answer => answer.GetProperty("contractAddress").GetString() ?? "", cancellationToken);
        return Address.Parse(address);
    }

    private Task<T> AskAsync<T>(string method, JsonArray parameters, Func<JsonElement, T> read, CancellationToken cancellationToken) =>
        _client.CallAsync(method, parameters, read, cancellationToken);
}
