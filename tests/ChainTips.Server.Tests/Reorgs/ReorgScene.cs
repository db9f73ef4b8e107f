using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.Platforms;
using ChainTips.Posts;
using ChainTips.Server.Tests.Running;
using ChainTips.Testing;

namespace ChainTips.Server.Tests.Reorgs;

/// <summary>What all schedules share: the contracts, payers with money, and the state of a node that has them.</summary>
/// <param name="Router">The tipping contract.</param>
/// <param name="Token">The token.</param>
/// <param name="StartBlock">The first block that can hold a tip.</param>
/// <param name="Payers">Accounts of the node that can pay.</param>
/// <param name="Nonces">Their next nonces.</param>
internal sealed record ReorgScene(string Router, string Token, ulong StartBlock, IReadOnlyList<string> Payers, IReadOnlyList<int> Nonces)
{
    /// <summary>How many payers have money from the start.</summary>
    private const int RichAccounts = 10;

    /// <summary>The creators whom the gateway knows, with one post each.</summary>
    public static readonly IReadOnlyList<string> KnownPosts = ["ada", "bob", "cid", "dot", "eve"];

    private string _state = "";

    /// <summary>The posts that the gateway knows, and at the end one of the first creator that it does not know.</summary>
    public IReadOnlyList<TippedPost> Posts { get; } =
    [
        .. KnownPosts.Select(name => CreatorOf(Given.PlatformId, name)).Select(creator => PostOf(Given.Post(creator), creator)),
        PostOf(Given.Post(CreatorOf(Given.PlatformId, KnownPosts[0]), "unknown"), CreatorOf(Given.PlatformId, KnownPosts[0])),
    ];

    public string TipSelector { get; } = Hex.Format(AbiSignature.Selector("tip(address,address,uint256,bytes32)"));

    /// <summary>Deploys the contracts, as scripts/dev does, and lets the payers allow the router to take their dollars.</summary>
    public static async Task<ReorgScene> PrepareAsync()
    {
        using AnvilNode node = await AnvilNode.StartAsync();
        JsonNode deployment = JsonNode.Parse(await DeployAsync(node.Endpoint))!;
        string router = (string)deployment["tipRouter"]!;
        string token = (string)deployment["token"]!;
        string[] accounts = [.. (await node.AskAsync("eth_accounts"))!.AsArray().Take(RichAccounts).Select(account => (string)account!)];
        byte[] approval = new AbiWriter().Write(Address.Parse(router)).Write((UInt256)ulong.MaxValue).ToCall("approve(address,uint256)");
        foreach (string account in accounts)
        {
            await node.AskAsync("eth_sendTransaction", new JsonObject { ["from"] = account, ["to"] = token, ["data"] = Hex.Format(approval) });
        }

        IReadOnlyList<JsonNode?> nonces = await node.AskAllAsync([.. accounts.Select(account => new NodeCall("eth_getTransactionCount", account, "latest"))]);
        ReorgScene scene = new(router, token, (ulong)deployment["startBlock"]!, accounts, [.. nonces.Select(nonce => Number((string)nonce!))]);
        scene._state = (string)(await node.AskAsync("anvil_dumpState"))!;
        return scene;
    }

    /// <summary>A node with the contracts, that mines when it is told to.</summary>
    /// <remarks>A node of its own for each schedule: Anvil keeps the states of so many blocks only, and a deep reorg needs them.</remarks>
    public async Task<AnvilNode> StartNodeAsync()
    {
        AnvilNode node = await AnvilNode.StartAsync();
        await node.AskAsync("anvil_loadState", _state);
        await node.AskAsync("evm_setAutomine", false);
        await node.AskAsync("anvil_setBlockTimestampInterval", 2);
        return node;
    }

    /// <summary>The settings of a gateway that follows the node.</summary>
    public Dictionary<string, string?> Configure(string endpoint, int confirmations) => new(LocalChain.Configure(endpoint))
    {
        ["ChainTips:Chains:31337:Router"] = Router,
        ["ChainTips:Chains:31337:StartBlock"] = StartBlock.ToString(CultureInfo.InvariantCulture),
        ["ChainTips:Chains:31337:Confirmations"] = confirmations.ToString(CultureInfo.InvariantCulture),
        ["ChainTips:Chains:31337:PollInterval"] = "00:00:00.010",
        ["ChainTips:Chains:31337:Tokens:0:Address"] = Token,
        ["ChainTips:Chains:31337:Tokens:0:Symbol"] = "USDC",
        ["ChainTips:Chains:31337:Tokens:0:Name"] = "USD Coin",
        ["ChainTips:Chains:31337:Tokens:0:DomainVersion"] = "2",
    };

    /// <summary>The creator of a name, with an address of its own; the post is made from it.</summary>
    public static Creator CreatorOf(Id<Platform> platform, string name) => Given.Creator(platform, name, Sample.AddressOf(name));

    /// <summary>The number that a quantity of JSON-RPC says.</summary>
    public static int Number(string quantity) => int.Parse(quantity.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static TippedPost PostOf(Post post, Creator creator) => new(post.Reference.Value.ToString(), creator.Address.ToString());

    private static async Task<string> DeployAsync(string endpoint)
    {
        string contracts = Path.Combine(Checkout.Root, "contracts");
        ProcessStartInfo start = new(
            Path.Combine(Checkout.Root, "scripts", "node", "node_modules", ".bin", "node"),
            ["node_modules/hardhat/dist/src/cli.js", "run", "scripts/deploy.ts", "--network", "localhost"])
        {
            WorkingDirectory = contracts,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["CHAINTIPS_RPC_URL"] = endpoint;
        using Process deploy = Process.Start(start)!;
        Task<string> error = deploy.StandardError.ReadToEndAsync();
        string output = await deploy.StandardOutput.ReadToEndAsync();
        await deploy.WaitForExitAsync();
        return deploy.ExitCode == 0
            ? output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Last(line => line.StartsWith('{'))
            : throw new InvalidOperationException($"The contracts could not be deployed:\n{output}\n{await error}");
    }
}
