using ChainTips.Server.Tests.Running;

namespace ChainTips.Server.Tests.Commands;

[CancelAfter(60_000)]
internal sealed class StopTests : NodeTests
{
    [Test]
    public async Task It_stops_cleanly_when_it_is_told_to()
    {
        using GatewayProcess gateway = Serve();
        await gateway.UntilSaidAsync("Following chain 31337");
        await gateway.UntilListeningAsync();

        gateway.Terminate();

        Assert.That(await gateway.EndAsync(), Is.Zero, gateway.Everything);
        Assert.That(gateway.Everything, Does.Not.Contain("fail:").And.Not.Contain("Exception"));
    }

    [Test]
    public async Task It_stops_cleanly_while_the_node_cannot_be_reached()
    {
        using RefusedPort port = new();
        using GatewayProcess gateway = Serve($"http://127.0.0.1:{port.Number}");
        await gateway.UntilListeningAsync();

        gateway.Terminate();

        Assert.That(await gateway.EndAsync(), Is.Zero, gateway.Everything);
    }

    private GatewayProcess Serve(string? endpoint = null) => GatewayProcess.Start(
        Folder, LocalChain.Configure(endpoint ?? Node.Endpoint, "__"), "serve", "--urls", "http://127.0.0.1:0");
}
