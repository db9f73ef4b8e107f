using ChainTips.Server.Tests.Running;

namespace ChainTips.Server.Tests.Commands;

/// <summary>No other setting of the framework opens the gateway while there is no key.</summary>
[CancelAfter(60_000)]
internal sealed class LoopbackBypassTests
{
    [TestCase("ASPNETCORE_HTTP_PORTS", "0", "http://127.0.0.1:0")]
    [TestCase("ASPNETCORE_URLS", "http://0.0.0.0:0", "http://127.0.0.1:0")]
    [TestCase("URLS", "http://0.0.0.0:0", null)]
    public async Task Without_a_key_it_listens_on_loopback_only(string name, string value, string? urls)
    {
        using TemporaryFolder folder = new();
        await using ScriptedNode node = await ScriptedNode.StartAsync();
        Dictionary<string, string?> settings = LocalChain.Configure(node.Endpoint, "__");
        settings[name] = value;

        using GatewayProcess gateway = GatewayProcess.Start(folder, settings, ["serve", .. urls is null ? Array.Empty<string>() : ["--urls", urls]]);

        Uri url = await gateway.UntilListeningAsync();
        Assert.That(url.IsLoopback, Is.True, gateway.Everything);
    }
}
