using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.EndToEnd.Tests;

/// <summary>A real Hardhat node with the contracts on it. Blocks are mined by transactions and by <see cref="MineAsync"/> alone.</summary>
internal sealed class LocalChain : IDisposable
{
    private const string Hardhat = "node_modules/hardhat/dist/src/cli.js";

    /// <summary>Compiled once: two deployments at a time that each compile take the compiler's cache from each other.</summary>
    private static readonly Lazy<Task<string>> Compiled = new(() =>
        ChildProcess.RunAsync(Checkout.Node, [Hardhat, "build"], Checkout.Contracts, new Dictionary<string, string>()));

    private readonly ChildProcess _node;
    private readonly JsonRpcClient _client;
    private readonly EthereumRpc _rpc;

    private LocalChain(ChildProcess node, Uri endpoint)
    {
        _node = node;
        Endpoint = endpoint;
        _client = new JsonRpcClient(new HttpClient(), endpoint, null);
        _rpc = new EthereumRpc(_client);
    }

    public Uri Endpoint { get; }

    public Address Router { get; private set; }

    public Address Token { get; private set; }

    public Address TwoTips { get; private set; }

    public Address ForwarderFactory { get; private set; }

    public Address OtherToken { get; private set; }

    public Address EntryPoint { get; private set; }

    public IReadOnlyList<Address> Accounts { get; private set; } = [];

    public static async Task<LocalChain> StartAsync()
    {
        int port = ChildProcess.FreePort();
        string[] arguments = [Hardhat, "node", "--hostname", "127.0.0.1", "--port", port.ToString(CultureInfo.InvariantCulture)];
        ChildProcess node = new(Checkout.Node, arguments, Checkout.Contracts, new Dictionary<string, string>());
        LocalChain chain = new(node, new Uri($"http://127.0.0.1:{port}"));
        try
        {
            await Eventually.BecomesTrueAsync(chain.AnswersAsync, () => node.Said);
            await chain.DeployAsync();
            return chain;
        }
        catch
        {
            node.Dispose();
            throw;
        }
    }

    /// <summary>Mines empty blocks.</summary>
    public Task MineAsync(int count) => AskAsync("hardhat_mine", $"0x{count:x}");

    /// <summary>Remembers the chain as it is, to be reverted to.</summary>
    public async Task<string> SnapshotAsync() => (await AskAsync("evm_snapshot")).GetString()!;

    /// <summary>Takes back every block since a snapshot: a reorg, once others are mined in their place.</summary>
    public Task RevertAsync(string snapshot) => AskAsync("evm_revert", snapshot);

    public Task<JsonElement> AskAsync(string method, params JsonNode?[] parameters) =>
        _client.CallAsync(method, new JsonArray(parameters), result => result.Clone(), CancellationToken.None);

    /// <summary>Approves and tips from an account; one block each.</summary>
    public async Task<TransactionReceipt> TipAsync(int payer, Address payee, UInt128 amount, Hash32 reference)
    {
        await SendAsync(payer, Token, new AbiWriter().Write(Router).Write((UInt256)amount).ToCall("approve(address,uint256)"));
        return await SendAsync(
            payer, Router,
            new AbiWriter().Write(Token).Write(payee).Write((UInt256)amount).Write(reference).ToCall("tip(address,address,uint256,bytes32)"));
    }

    public async Task<TransactionReceipt> SendAsync(int from, Address to, byte[] data)
    {
        Hash32 hash = await _rpc.SendTransactionAsync(Accounts[from], to, data, CancellationToken.None);
        return await FindReceiptAsync(hash);
    }

    /// <summary>Deploys a contract from its init code; returns the receipt of the deployment.</summary>
    public async Task<TransactionReceipt> CreateAsync(int from, byte[] initCode)
    {
        JsonElement hash = await AskAsync(
            "eth_sendTransaction", new JsonObject { ["from"] = Accounts[from].ToString(), ["data"] = Hex.Format(initCode) });
        return await FindReceiptAsync(Hash32.Parse(hash.GetString()!));
    }

    public void Dispose() => _node.Dispose();

    private async Task<TransactionReceipt> FindReceiptAsync(Hash32 hash)
    {
        TransactionReceipt receipt = await Eventually.FindAsync(
            () => _rpc.GetTransactionReceiptAsync(hash, CancellationToken.None), () => $"Transaction {hash} was not mined.");
        Assert.That(receipt.Succeeded, Is.True, $"Transaction {hash} failed.");
        return receipt;
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            return await _rpc.GetChainIdAsync(CancellationToken.None) == 31337;
        }
        catch (JsonRpcTransportException)
        {
            return false;
        }
    }

    private async Task DeployAsync()
    {
        await Compiled.Value;
        string[] arguments = [Hardhat, "run", "--no-compile", "scripts/deploy.ts", "--network", "localhost"];
        string said = await ChildProcess.RunAsync(
            Checkout.Node, arguments, Checkout.Contracts, new Dictionary<string, string> { ["CHAINTIPS_RPC_URL"] = Endpoint.ToString() });
        string line = said.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Last(l => l.StartsWith('{'));
        using JsonDocument deployment = JsonDocument.Parse(line);
        Router = Address.Parse(deployment.RootElement.GetProperty("tipRouter").GetString()!);
        Token = Address.Parse(deployment.RootElement.GetProperty("token").GetString()!);
        TwoTips = Address.Parse(deployment.RootElement.GetProperty("twoTips").GetString()!);
        OtherToken = Address.Parse(deployment.RootElement.GetProperty("otherToken").GetString()!);
        EntryPoint = Address.Parse(deployment.RootElement.GetProperty("entryPoint").GetString()!);
        ForwarderFactory = Address.Parse(deployment.RootElement.GetProperty("forwarderFactory").GetString()!);
        await AskAsync("evm_setIntervalMining", 0);
        Accounts = await _rpc.GetAccountsAsync(CancellationToken.None);
    }
}
