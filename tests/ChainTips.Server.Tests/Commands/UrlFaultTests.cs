using ChainTips.Server.Tests.Running;

namespace ChainTips.Server.Tests.Commands;

/// <summary>Addresses that cannot be listened at end the gateway with a sentence; none at all never falls back to one that was not checked.</summary>
[CancelAfter(60_000)]
internal sealed class UrlFaultTests : NodeTests
{
    [TestCase("URLS", "http://0.0.0.0:0", "")]
    [TestCase("URLS", "http://0.0.0.0:0", ";")]
    [TestCase("ASPNETCORE_HTTP_PORTS", "0", null)]
    public async Task No_address_at_all_is_refused(string name, string value, string? urls)
    {
        Dictionary<string, string?> settings = LocalChain.Configure(Node.Endpoint, "__");
        settings[name] = value;
        string config = Folder.Write("chaintips.json", urls is null ? """{ "Urls": "" }""" : "{}");

        EndedProcess run = await GatewayProcess.RunAsync(
            Folder, settings, ["serve", "--config", config, .. urls is null ? Array.Empty<string>() : ["--urls", urls]]);

        Assert.That(run.ExitCode, Is.EqualTo(1), run.Everything);
        Assert.That(run.Error, Does.Contain("Urls: "));
    }

    [TestCase("http://192.0.2.1:0", Description = "An address of no machine, RFC 5737")]
    [TestCase("http://localhost:0")]
    public async Task An_address_that_this_machine_cannot_listen_at_is_explained(string url)
    {
        Dictionary<string, string?> settings = LocalChain.Configure(Node.Endpoint, "__");
        await GatewayProcess.RunAsync(Folder, settings, "key", "create");

        EndedProcess run = await GatewayProcess.RunAsync(Folder, settings, "serve", "--urls", url);

        Assert.That(run.ExitCode, Is.EqualTo(1), run.Everything);
        Assert.That(run.Error, Does.Contain("Urls: ").And.Contains(url).And.Not.Contain("   at "));
    }
}
