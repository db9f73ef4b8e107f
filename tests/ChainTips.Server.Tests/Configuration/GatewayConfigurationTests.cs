using ChainTips.Chain;
using ChainTips.Server.Configuration;
using ChainTips.Server.Tests.Running;
using Microsoft.Extensions.Configuration;

namespace ChainTips.Server.Tests.Configuration;

[CancelAfter(10_000)]
internal sealed class GatewayConfigurationTests
{
    private const string Chain = "ChainTips:Chains:31337:";

    [Test]
    public void A_right_configuration_is_read_whole()
    {
        GatewayConfiguration configuration = Read([]);

        ConfiguredChain chain = configuration.Chains.Single();
        Assert.That(configuration.Database, Is.EqualTo("chaintips.db"));
        Assert.That(configuration.PublicUrl, Is.Null);
        Assert.That(configuration.Metrics, Is.EqualTo(new MetricsSettings(MetricsAccess.Key, ArePushed: false)));
        Assert.That(chain.Settings.ChainId, Is.EqualTo(LocalChain.Id));
        Assert.That(chain.Settings.Router, Is.EqualTo(LocalChain.Router));
        Assert.That(chain.Settings.ForwarderFactory, Is.Null);
        Assert.That(chain.Settings.Tokens.Single().Token.Address, Is.EqualTo(LocalChain.Token));
        Assert.That(chain.Settings.Tokens.Single().DomainSeparator, Is.EqualTo(LocalChain.DomainSeparator));
        Assert.That(chain.Settings.Profile.Finality, Is.EqualTo(new FinalityRule.Confirmations(3)));
        Assert.That(chain.PollInterval, Is.EqualTo(TimeSpan.FromMilliseconds(20)));
        Assert.That(chain.Backfill, Is.EqualTo(new BackfillLimits { LargestRange = 1_980, InFlight = 4 }));
    }

    [Test]
    public void A_forwarder_factory_is_read()
    {
        GatewayConfiguration configuration = Read(new() { [Chain + "ForwarderFactory"] = LocalChain.Token.ToString() });

        Assert.That(configuration.Chains.Single().Settings.ForwarderFactory, Is.EqualTo(new ForwarderFactory(LocalChain.Token)));
    }

    [TestCase("ChainTips:Database", " ", "ChainTips:Database: it is empty; name the SQLite file")]
    [TestCase("ChainTips:PublicUrl", "tips.example", "ChainTips:PublicUrl: 'tips.example' must be an http or https URL")]
    [TestCase("ChainTips:PublicUrl", "ftp://tips.example", "ChainTips:PublicUrl: 'ftp://tips.example' must be")]
    [TestCase("ChainTips:PublicUrl", "https://tips.example/?a=b", "without query")]
    [TestCase("ChainTips:PublicUrl", "javascript:alert(1)", "ChainTips:PublicUrl: 'javascript:alert(1)' must be")]
    [TestCase("ChainTips:PublicURI", "https://tips.example", "'PublicURI'")]
    [TestCase("ChainTips:Metrics", "Everybody", "'Everybody' at 'ChainTips:Metrics'")]
    [TestCase("ChainTips:Metrics", "7", "ChainTips:Metrics: '7' is none of Key, Loopback, Open, Off.")]
    [TestCase("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4317", "OTEL_EXPORTER_OTLP_ENDPOINT: it must be the http or https URL of an OpenTelemetry collector")]
    [TestCase("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "x", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: it must be the http or https URL")]
    [TestCase("ChainTips:Chains:1:Endpoint", "http://127.0.0.1:8545", "ChainTips:Chains:1: '1' is no chain id that this version knows. It knows 10, 8453,")]
    [TestCase("ChainTips:Chains:base:Endpoint", "http://127.0.0.1:8545", "ChainTips:Chains:base: 'base' is no chain id")]
    [TestCase("ChainTips:Chains:0x7a69:Endpoint", "http://127.0.0.1:8545", "ChainTips:Chains:0x7a69: '0x7a69' is no chain id")]
    [TestCase(Chain + "Endpoint", "", Chain + "Endpoint: it must be the http or https URL")]
    [TestCase(Chain + "Endpoint", "ws://127.0.0.1:8545", Chain + "Endpoint: it must be the http or https URL")]
    [TestCase(Chain + "Endpoint", "127.0.0.1:8545", Chain + "Endpoint: it must be the http or https URL")]
    [TestCase(Chain + "Router", "", Chain + "Router: The address")]
    [TestCase(Chain + "Router", "0x1234", "'0x1234' has 4 characters after 0x; write 0x and exactly 40")]
    [TestCase(Chain + "Router", "0x5FbDB2315678afecb367f032d93F642f64180AA3", "fails its EIP-55 checksum")]
    [TestCase(Chain + "ForwarderFactory", "0x1234", Chain + "ForwarderFactory: The address '0x1234' has 4 characters after 0x; write 0x and exactly 40")]
    [TestCase(Chain + "PollInterval", "00:00:00", Chain + "PollInterval: '00:00:00' is not between 10 ms and 1 hour; write it as 00:00:01.")]
    [TestCase(Chain + "PollInterval", "-00:00:01", Chain + "PollInterval: '-00:00:01' is not between")]
    [TestCase(Chain + "PollInterval", "1", Chain + "PollInterval: '1.00:00:00' is not between", Description = "A bare number is days")]
    [TestCase(Chain + "RangeSize", "0", Chain + "RangeSize: 0 is not between 1 and 100000; leave it out for the usual size.")]
    [TestCase(Chain + "RangesInFlight", "65", Chain + "RangesInFlight: 65 is not between 1 and 64.")]
    [TestCase(Chain + "RequestsPerSecond", "0", Chain + "RequestsPerSecond: 0 is not between 1 and 100000; leave it out for no limit.")]
    [TestCase(Chain + "HedgeAfter", "00:00:00", Chain + "HedgeAfter: '00:00:00' is not between 10 ms and 1 hour; write it as 00:00:02.")]
    [TestCase(Chain + "WebSocket", "http://127.0.0.1:8546", Chain + "WebSocket: it must be the ws or wss URL of a node")]
    [TestCase(Chain + "Endpoints:0", "http://127.0.0.1:8545", Chain + "Endpoint: Endpoints stands beside it; write all nodes there")]
    [TestCase(Chain + "Endpoints:0", "ftp://127.0.0.1:8545", Chain + "Endpoints:0: it must be the http or https URL")]
    [TestCase(Chain + "RangeSize", "100001", Chain + "RangeSize: 100001 is not between 1 and 100000; leave it out for the usual size.")]
    [TestCase(Chain + "Confirmations", "0", Chain + "Confirmations: 0 is not between 1 and 100000; leave it out")]
    [TestCase("ChainTips:Chains:8453:Verification", "Trust", "ChainTips:Chains:8453:Verification: Trust believes a node that leaves payments out, and Base carries real money.")]
    [TestCase("ChainTips:Chains:137:Verification", "Proof", "ChainTips:Chains:137:Verification: Proof is not possible on Polygon PoS")]
    [TestCase(Chain + "Verification", "Hope", "'Hope'")]
    [TestCase(Chain + "Verification", "7", Chain + "Verification: '7' is none of Proof, Bloom and Trust.")]
    [TestCase(Chain + "Tokens:0:Address", "0xe7f1", Chain + "Tokens:0:Address: The address '0xe7f1' has 4 characters after 0x")]
    [TestCase(Chain + "Tokens:0:Symbol", null, Chain + "Tokens:0:Symbol: a symbol of 1 to 12 characters is missing.")]
    [TestCase(Chain + "Tokens:0:Symbol", "A symbol that is long", Chain + "Tokens:0:Symbol: a symbol of 1 to 12 characters")]
    [TestCase(Chain + "Tokens:0:Decimals", null, Chain + "Tokens:0:Decimals: the token's decimals, 0 to 36, are missing or wrong ()")]
    [TestCase(Chain + "Tokens:0:Decimals", "37", Chain + "Tokens:0:Decimals: the token's decimals, 0 to 36, are missing or wrong (37)")]
    [TestCase(Chain + "Tokens:0:Name", null, Chain + "Tokens:0:Name: the token's name, as its contract says it, is missing.")]
    [TestCase(Chain + "Tokens:1:Address", "0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512", Chain + "Tokens: the same address stands there twice.")]
    public void A_fault_is_named_with_its_key_and_what_to_do(string key, string? value, string expected)
    {
        Dictionary<string, string?> more = new() { [key] = value };
        foreach (string other in new[] { "ChainTips:Chains:8453:", "ChainTips:Chains:137:" }.Where(key.StartsWith))
        {
            more[other + "Endpoint"] = "https://node.example";
            more[other + "Router"] = LocalChain.Router.ToString();
        }

        if (key == Chain + "Tokens:1:Address")
        {
            more[Chain + "Tokens:1:Symbol"] = "TWO";
            more[Chain + "Tokens:1:Decimals"] = "6";
            more[Chain + "Tokens:1:Name"] = "Two";
        }

        ConfigurationException error = Refusal(() => Read(more));

        Assert.That(error.Message, Does.StartWith("The configuration has faults:\n  - ").And.Contains(expected));
    }

    [Test]
    public void A_configuration_without_a_chain_is_refused()
    {
        ConfigurationException error = Refusal(() => GatewayConfiguration.Read(new ConfigurationBuilder().Build()));

        Assert.That(error.Message, Does.Contain("ChainTips:Chains: no chain is configured. Set at least ChainTips:Chains:<chain id>:Endpoint and :Router."));
    }

    [Test]
    public void A_local_chain_without_a_token_is_refused()
    {
        ConfigurationException error = Refusal(() => GatewayConfiguration.Read(new ConfigurationBuilder().AddInMemoryCollection(
            new Dictionary<string, string?> { [Chain + "Endpoint"] = "http://127.0.0.1:8545", [Chain + "Router"] = LocalChain.Router.ToString() }).Build()));

        Assert.That(error.Message, Does.Contain(Chain + "Tokens: no token is known for Local chain; name at least one."));
    }

    [Test]
    public void Every_fault_is_named_at_once()
    {
        ConfigurationException error = Refusal(() => Read(new()
        {
            ["ChainTips:PublicUrl"] = "x",
            [Chain + "Router"] = "x",
            [Chain + "RangeSize"] = "0",
            ["ChainTips:Chains:2:Router"] = "x",
        }));

        Assert.That(error.Faults, Has.Some.StartsWith("ChainTips:PublicUrl:").And.Some.StartsWith(Chain + "Router:")
            .And.Some.StartsWith(Chain + "RangeSize:").And.Some.StartsWith("ChainTips:Chains:2:"));
    }

    [Test]
    public void The_faults_of_the_policy_are_named_with_those_of_the_rest()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("policy.json", """{"version": 1, "limit": 5, "chains": [8453]}""");

        ConfigurationException error = Refusal(() => Read(new() { ["ChainTips:PolicyFile"] = file, ["ChainTips:PublicUrl"] = "x" }));

        Assert.That(error.Faults, Has.Count.EqualTo(3).And.Some.StartsWith("ChainTips:PublicUrl:").And.Some.StartsWith($"{file}: limit: this key is unknown;")
            .And.Some.EqualTo($"{file}: chains[0]: chain 8453 is not configured; write one of 31337, or configure it first."));
    }

    [TestCase("/nowhere/policy.json", "ChainTips:PolicyFile: '/nowhere/policy.json' cannot be read: ")]
    [TestCase("/", "ChainTips:PolicyFile: '/' cannot be read: ")]
    public void A_policy_that_cannot_be_read_is_a_fault(string file, string expected) =>
        Assert.That(Refusal(() => Read(new() { ["ChainTips:PolicyFile"] = file })).Faults.Single(), Does.StartWith(expected));

    [TestCase(null)]
    [TestCase("")]
    public void Without_a_policy_file_all_that_is_configured_is_allowed(string? file)
    {
        GatewayConfiguration configuration = Read(new() { ["ChainTips:PolicyFile"] = file });

        Assert.That(configuration.PolicyFile, Is.Null);
        Assert.That(configuration.Policy.Tokens.Select(rules => rules.Token.Address), Is.EqualTo(new[] { LocalChain.Token }));
    }

    [Test]
    public void A_fault_of_the_endpoint_does_not_show_its_secrets()
    {
        ConfigurationException error = Refusal(() => Read(new() { [Chain + "Endpoint"] = "wss://key:secret@node.example/v3/hidden" }));

        Assert.That(error.Message, Does.Contain(Chain + "Endpoint").And.Not.Contain("secret").And.Not.Contain("hidden"));
    }

    [Test]
    public void A_known_chain_needs_no_tokens_and_a_known_token_only_its_address()
    {
        const string Base = "ChainTips:Chains:8453:";
        GatewayConfiguration configuration = Read(new()
        {
            [Base + "Endpoint"] = "https://base.example/v1/key",
            [Base + "Router"] = LocalChain.Router.ToString(),
            [Base + "Confirmations"] = "12",
            [Base + "Tokens:0:Address"] = "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913",
        });

        ConfiguredChain chain = configuration.Chains.Single(one => one.Settings.ChainId == 8453);
        AllowedToken token = chain.Settings.Tokens.Single();
        Assert.That(token.Token.Symbol, Is.EqualTo("USDC"));
        Assert.That(token.Token.Decimals, Is.EqualTo(6));
        Assert.That(token.DomainVersion, Is.EqualTo("2"));
        Assert.That(chain.Settings.Profile.Finality, Is.EqualTo(new FinalityRule.Confirmations(12)));
        Assert.That(chain.EndpointsForPeople, Is.EqualTo("https://base.example:443"));
    }

    [TestCase(8453, null, false, Verification.Proof)]
    [TestCase(137, null, false, Verification.Bloom)]
    [TestCase(31337, null, false, Verification.Proof)]
    [TestCase(8453, "Bloom", false, Verification.Bloom)]
    [TestCase(8453, "Trust", true, Verification.Trust)]
    [TestCase(84532, "Trust", false, Verification.Trust, Description = "a test network")]
    [TestCase(31337, "trust", false, Verification.Trust)]
    public void A_node_is_believed_as_little_as_the_chain_allows_unless_the_operator_says_so(
        int chainId, string? written, bool allowTrust, Verification expected)
    {
        string chain = $"ChainTips:Chains:{chainId}:";
        GatewayConfiguration configuration = Read(new()
        {
            [chain + "Endpoint"] = "https://node.example",
            [chain + "Router"] = LocalChain.Router.ToString(),
            [chain + "Verification"] = written,
            [chain + "AllowTrust"] = allowTrust ? "true" : null,
        });

        Assert.That(configuration.Chains.Single(one => one.Settings.ChainId == (ulong)chainId).Verification, Is.EqualTo(expected));
    }

    [Test]
    public void Several_endpoints_are_read_in_their_order_and_none_may_stand_there_twice()
    {
        ConfiguredChain chain = Read(new()
        {
            [Chain + "Endpoint"] = null,
            [Chain + "Endpoints:0"] = "https://one.example/key",
            [Chain + "Endpoints:1"] = "http://two.example:8545",
            [Chain + "WebSocket"] = "wss://one.example/key",
        }).Chains.Single();
        ConfigurationException twice = Refusal(() => Read(new()
        {
            [Chain + "Endpoint"] = null,
            [Chain + "Endpoints:0"] = "https://one.example/key",
            [Chain + "Endpoints:1"] = "https://one.example/key",
        }));

        Assert.That(chain.Endpoints, Is.EqualTo(new[] { new Uri("https://one.example/key"), new Uri("http://two.example:8545") }));
        Assert.That(chain.EndpointsForPeople, Is.EqualTo("https://one.example:443, http://two.example:8545"));
        Assert.That(chain.WebSocket, Is.EqualTo(new Uri("wss://one.example/key")));
        Assert.That(twice.Message, Does.Contain(Chain + "Endpoints:1: the same node stands there twice."));
    }

    private static GatewayConfiguration Read(Dictionary<string, string?> more)
    {
        Dictionary<string, string?> settings = LocalChain.Configure("http://127.0.0.1:8545");
        foreach ((string key, string? value) in more)
        {
            settings[key] = value;
        }

        return GatewayConfiguration.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
    }

    private static ConfigurationException Refusal(Func<GatewayConfiguration> read) =>
        Caught.By<ConfigurationException>(() => read());
}
