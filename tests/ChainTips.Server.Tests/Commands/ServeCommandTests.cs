using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ChainTips.Ethereum.Hashing;
using ChainTips.Server.Tests.Running;

namespace ChainTips.Server.Tests.Commands;

[CancelAfter(60_000)]
internal sealed class ServeCommandTests : NodeTests
{
    [Test]
    public async Task A_node_of_another_chain_ends_it_and_both_ids_are_said()
    {
        Node.ChainId = 1;

        await ExpectEndAsync("The endpoint serves chain 1, not 31337. Point Endpoint at a node of chain 31337.");
    }

    [Test]
    public async Task Other_decimals_end_it()
    {
        Node.Decimals = 18;

        await ExpectEndAsync($"The token TUSD at {LocalChain.Token} has 18 decimals on the chain and 6 in the configuration. Correct Decimals.");
    }

    [Test]
    public async Task Another_name_of_the_token_ends_it()
    {
        Node.TokenName = "Other USD";

        await ExpectEndAsync($"The token TUSD at {LocalChain.Token} is named 'Other USD' on the chain and 'Test USD' in the configuration.");
    }

    [Test]
    public async Task Another_domain_separator_ends_it()
    {
        Node.DomainSeparator = Keccak256.HashUtf8("another");

        await ExpectEndAsync($"answers DOMAIN_SEPARATOR() with {Node.DomainSeparator}; name 'Test USD' and version '1' give {LocalChain.DomainSeparator}.");
    }

    [Test]
    public async Task A_router_without_code_ends_it()
    {
        Node.HasRouter = false;

        await ExpectEndAsync($"No contract stands at the router address {LocalChain.Router}. Deploy TipRouter, or correct Router.");
    }

    [Test]
    public async Task Another_genesis_block_than_the_stored_one_ends_it()
    {
        using (GatewayProcess first = Serve())
        {
            await first.UntilSaidAsync("Following chain 31337");
            first.Terminate();
            await first.EndAsync();
        }

        string stored = Node.Chain.Read(blocks => blocks[0].Hash.ToString());
        Node.Chain = new ScriptedChain("another");
        string found = Node.Chain.Read(blocks => blocks[0].Hash.ToString());

        await ExpectEndAsync($"The genesis block is {found}, and the database was filled from a chain that began with {stored}.");
    }

    [Test]
    public async Task A_node_that_cannot_be_reached_is_waited_for()
    {
        using RefusedPort port = new();
        using GatewayProcess gateway = Serve($"http://127.0.0.1:{port.Number}");
        Uri url = await gateway.UntilListeningAsync();
        await gateway.UntilSaidAsync("Chain 31337 cannot be followed");
        using HttpClient http = new() { BaseAddress = url };

        using HttpResponseMessage live = await http.GetAsync("/health/live");
        using HttpResponseMessage ready = await http.GetAsync("/health/ready");
        Answer answer = await Answer.OfAsync(ready, CancellationToken.None);

        Assert.That(live.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(answer.Status, Is.EqualTo(503));
        Assert.That(answer.Text("status"), Is.EqualTo("not_ready"));
        Assert.That((string)answer.Json["faults"]![0]!, Does.StartWith("Chain 31337: ").And.Contains("could not be asked eth_chainId"));
        Assert.That(gateway.HasExited, Is.False);
    }

    [Test]
    public async Task A_port_that_is_taken_ends_it_with_a_way_out()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        string url = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture)}";

        EndedProcess run = await GatewayProcess.RunAsync(Folder, Settings(Node.Endpoint), "serve", "--urls", url);

        Assert.That(run.ExitCode, Is.EqualTo(1), run.Everything);
        Assert.That(run.Error, Does.Contain($"Urls: another program listens on one of {url} already. Stop it, or choose another port").And.Not.Contain("   at "));
    }

    [TestCase("http://0.0.0.0:0")]
    [TestCase("http://[::]:0")]
    [TestCase("http://*:0")]
    public async Task Without_a_key_only_this_machine_is_listened_to(string asked)
    {
        using GatewayProcess gateway = Serve(arguments: ["--urls", asked]);

        Uri url = await gateway.UntilListeningAsync();

        Assert.That(url.Host, Is.EqualTo("127.0.0.1"));
        Assert.That(gateway.Error, Does.Contain("No key exists yet: listening on loopback only (http://127.0.0.1:0). Make one with 'chaintips key create'"));
    }

    [Test]
    public async Task With_a_key_everybody_is_listened_to()
    {
        await GatewayProcess.RunAsync(Folder, Settings(Node.Endpoint), "key", "create");
        using GatewayProcess gateway = Serve(arguments: ["--urls", "http://0.0.0.0:0"]);

        Uri url = await gateway.UntilListeningAsync();

        Assert.That(url.Host, Is.EqualTo("0.0.0.0"));
        Assert.That(gateway.Error, Does.Not.Contain("No key exists yet"));
    }

    [Test]
    public async Task A_revoked_key_is_no_key()
    {
        EndedProcess key = await GatewayProcess.RunAsync(Folder, Settings(Node.Endpoint), "key", "create");
        await GatewayProcess.RunAsync(Folder, Settings(Node.Endpoint), "key", "revoke", key.Output.Split('.')[0]);
        using GatewayProcess gateway = Serve(arguments: ["--urls", "http://0.0.0.0:0"]);

        Assert.That((await gateway.UntilListeningAsync()).Host, Is.EqualTo("127.0.0.1"));
    }

    [Test]
    public async Task Without_a_key_an_endpoint_of_Kestrel_is_refused()
    {
        Dictionary<string, string?> settings = Settings(Node.Endpoint);
        settings["Kestrel__Endpoints__All__Url"] = "http://0.0.0.0:0";

        EndedProcess run = await GatewayProcess.RunAsync(Folder, settings, "serve");

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Error, Does.Contain("Kestrel:Endpoints: no key exists yet").And.Contains("chaintips key create"));
    }

    private static Dictionary<string, string?> Settings(string endpoint) => LocalChain.Configure(endpoint, "__");

    private GatewayProcess Serve(string? endpoint = null, string[]? arguments = null) => GatewayProcess.Start(
        Folder, Settings(endpoint ?? Node.Endpoint), ["serve", .. arguments ?? ["--urls", "http://127.0.0.1:0"]]);

    private async Task ExpectEndAsync(string reason)
    {
        EndedProcess run = await GatewayProcess.RunAsync(Folder, Settings(Node.Endpoint), "serve", "--urls", "http://127.0.0.1:0");

        Assert.That(run.ExitCode, Is.EqualTo(1), run.Everything);
        Assert.That(run.Error, Does.Contain("Chain 31337 is not what the configuration says:\n  - ").And.Contains(reason));
        Assert.That(run.Everything, Does.Not.Contain("   at ChainTips").And.Not.Contain("Following chain"));
    }
}
