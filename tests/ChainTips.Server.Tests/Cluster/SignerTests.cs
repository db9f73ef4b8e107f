using ChainTips.Server.Tests.Running;
using ChainTips.Testing;

namespace ChainTips.Server.Tests.Cluster;

/// <summary>Gateways on one database sign receipts with one key, or do not run beside each other.</summary>
[CancelAfter(60_000)]
internal sealed class SignerTests
{
    private readonly string _name = $"chaintips_test_{Environment.ProcessId}_signer";
    private PostgresServer _server = null!;
    private ScriptedNode _node = null!;
    private TemporaryFolder _folder = null!;

    [SetUp]
    public async Task StartAsync()
    {
        if (PostgresServer.TryStart(out string reason) is not PostgresServer server)
        {
            Assert.Ignore(reason);
            return;
        }

        _server = server;
        _node = await ScriptedNode.StartAsync();
        _folder = new TemporaryFolder();
    }

    [TearDown]
    public async Task StopAsync()
    {
        await (_node?.DisposeAsync() ?? ValueTask.CompletedTask);
        _server?.DropDatabase(_name);
        _server?.Dispose();
        _folder?.Dispose();
    }

    [Test]
    public async Task Another_key_than_that_of_the_gateway_that_follows_is_refused()
    {
        string database = _server.CreateDatabase(_name);
        using GatewayProcess first = Serve(database, "first.key");
        await first.UntilSaidAsync("this gateway follows it");

        using GatewayProcess other = Serve(database, "other.key");

        Assert.That(await other.EndAsync(), Is.EqualTo(1), other.Everything);
        Assert.That(other.Error, Does.Contain("ChainTips:SigningKey: this gateway would sign receipts as 0x").And.Contains("stop all of them first"));
        using GatewayProcess twin = Serve(database, "first.key");
        await twin.UntilSaidAsync("this one stands by");
        Assert.That(first.HasExited, Is.False);
    }

    private GatewayProcess Serve(string database, string keyFile) => GatewayProcess.Start(
        _folder,
        new Dictionary<string, string?>(LocalChain.Configure(_node.Endpoint, "__"))
        {
            ["ChainTips__Database"] = database,
            ["ChainTips__SigningKeyFile"] = Path.Combine(_folder.Path, keyFile),
        },
        "serve",
        "--urls",
        "http://127.0.0.1:0");
}
