using System.Net.Http.Headers;
using ChainTips.Server.Tests.Running;

namespace ChainTips.Server.Tests.Commands;

/// <summary>Neither the keys of the API nor those of the node are ever printed or answered.</summary>
[CancelAfter(60_000)]
[Description("H3")]
internal sealed class SecretsInOutputTests : NodeTests
{
    private static readonly string[] Secrets = ["pa55word", "node-user", "v3-hidden-key", "query-secret"];

    [Test]
    public async Task A_gateway_at_work_keeps_its_secrets()
    {
        Dictionary<string, string?> settings = Settings(new Uri(Node.Endpoint).Port);
        string key = (await GatewayProcess.RunAsync(Folder, settings, "key", "create")).Output.Trim();
        using GatewayProcess gateway = GatewayProcess.Start(Folder, settings, "serve", "--urls", "http://127.0.0.1:0");
        Uri url = await gateway.UntilListeningAsync();
        await gateway.UntilSaidAsync("Following chain 31337");
        using HttpClient http = new() { BaseAddress = url };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        string answers = await http.GetStringAsync("/v1/chains") + await http.GetStringAsync("/health/ready") + await http.GetStringAsync("/v1/creators")
            + await http.GetStringAsync("/metrics");
        using HttpResponseMessage refused = await http.GetAsync("/v1/creators?after=" + key[..10]);
        answers += await refused.Content.ReadAsStringAsync();
        gateway.Terminate();
        await gateway.EndAsync();

        Assert.That(answers, Does.Contain("\"following\"").And.Contain("http_client_request_duration_seconds_count"));
        ExpectNone(gateway.Everything + answers, [.. Secrets, key.Split('.')[1]]);
    }

    [Test]
    public async Task A_gateway_that_refuses_its_node_keeps_its_secrets()
    {
        Node.ChainId = 1;

        EndedProcess run = await GatewayProcess.RunAsync(
            Folder, Settings(new Uri(Node.Endpoint).Port), "serve", "--urls", "http://127.0.0.1:0");

        Assert.That(run.ExitCode, Is.EqualTo(1));
        ExpectNone(run.Everything, Secrets);
    }

    [Test]
    public async Task A_gateway_without_its_node_keeps_its_secrets()
    {
        using RefusedPort port = new();
        using GatewayProcess gateway = GatewayProcess.Start(Folder, Settings(port.Number), "serve", "--urls", "http://127.0.0.1:0");
        Uri url = await gateway.UntilListeningAsync();
        await gateway.UntilSaidAsync("cannot be followed");
        using HttpClient http = new() { BaseAddress = url };
        using HttpResponseMessage ready = await http.GetAsync("/health/ready");

        ExpectNone(gateway.Everything + await http.GetStringAsync("/v1/chains") + await ready.Content.ReadAsStringAsync(), Secrets);
    }

    private static Dictionary<string, string?> Settings(int port) =>
        LocalChain.Configure($"http://node-user:pa55word@127.0.0.1:{port}/v3-hidden-key?token=query-secret", "__");

    private static void ExpectNone(string text, string[] secrets)
    {
        Assert.That(text, Is.Not.Empty);
        Assert.That(secrets.Where(text.Contains), Is.Empty, text);
    }
}
