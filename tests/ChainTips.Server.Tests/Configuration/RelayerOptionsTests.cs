using ChainTips.Ethereum.Crypto;
using ChainTips.Server.Configuration;
using ChainTips.Server.Tests.Running;
using Microsoft.Extensions.Configuration;

namespace ChainTips.Server.Tests.Configuration;

/// <summary>The relayer's key and how it is used, as the operator sets it.</summary>
internal sealed class RelayerOptionsTests
{
    private const string TestKey = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";
    private const string OwnKey = "0x1111111111111111111111111111111111111111111111111111111111111111";
    private const string Router = "0x5FbDB2315678afecb367f032d93F642f64180aa3";

    private TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TemporaryFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void Without_a_key_nothing_is_relayed() => Assert.That(Read([])["31337"], Is.Null);

    [Test]
    public void A_key_for_all_chains_and_one_for_a_chain_of_its_own()
    {
        string file = Path.Combine(_folder.Path, "relayer.key");
        File.WriteAllText(file, OwnKey + "\n");
        Dictionary<string, RelayerSettings?> relayers = Read(new()
        {
            ["ChainTips:Relayer:KeyFile"] = file,
            ["ChainTips:Chains:31337:Relayer:Key"] = TestKey,
            ["ChainTips:Chains:31337:Relayer:MostTogether"] = "50",
        });

        Assert.That(relayers["8453"]!.Key.Address, Is.EqualTo(PrivateKey.Parse(OwnKey).Address));
        Assert.That(relayers["8453"]!.Settings.MostTogether, Is.EqualTo(1));
        Assert.That(relayers["31337"]!.Key.Address, Is.EqualTo(PrivateKey.Parse(TestKey).Address));
        Assert.That(relayers["31337"]!.Settings.MostTogether, Is.EqualTo(50));
    }

    [Test]
    public void A_key_that_everybody_knows_is_refused_on_every_chain_but_the_local_one()
    {
        string fault = Refuse(new() { ["ChainTips:Relayer:Key"] = TestKey });

        Assert.That(fault, Does.Contain("ChainTips:Relayer:Key").And.Contain("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266").And.Contain("31337"));
        Assert.That(fault, Does.Not.Contain(TestKey[2..]), "A key is never shown.");
    }

    [TestCase("Key", "0x12", "is not shown")]
    [TestCase("KeyFile", "/nowhere/relayer.key", "cannot be read")]
    [TestCase("MaxFeePerGas", "0", "100 gwei")]
    [TestCase("MaxFeePerGas", "1.5", "'1.5'")]
    [TestCase("MaxFeePerGas", "5", "above MaxFeePerGas")]
    [TestCase("LeastPriorityFeePerGas", "-1", "'-1'")]
    [TestCase("MostGas", "49999", "50000")]
    [TestCase("MostGas", "2000001", "2000000")]
    [TestCase("RelaysPerDay", "-1", "-1")]
    [TestCase("GasPerDay", "-5", "-5")]
    [TestCase("PayerRelaysPerDay", "-1", "-1")]
    [TestCase("PayerGasPerDay", "-1", "-1")]
    [TestCase("ChecksPerSecond", "0", "10000")]
    [TestCase("MostUnderWay", "0", "1000")]
    [TestCase("MostTogether", "201", "200")]
    public void A_value_that_is_not_right_is_named_with_its_key(string key, string value, string says)
    {
        Dictionary<string, string?> settings = new() { ["ChainTips:Relayer:Key"] = key == "KeyFile" ? null : OwnKey };
        settings[$"ChainTips:Relayer:{key}"] = value;
        Assert.That(Refuse(settings), Does.Contain("ChainTips:Relayer:").And.Contain(says));
    }

    [Test]
    public void Key_and_file_at_once_are_refused() =>
        Assert.That(Refuse(new() { ["ChainTips:Relayer:Key"] = OwnKey, ["ChainTips:Relayer:KeyFile"] = "relayer.key" }), Does.Contain("KeyFile stands beside it"));

    [Test]
    public void The_settings_say_who_pays_and_nothing_of_the_key()
    {
        RelayerSettings relayer = Read(new() { ["ChainTips:Relayer:Key"] = OwnKey })["8453"]!;
        Assert.That(relayer.ToString(), Does.Contain(relayer.Key.Address.ToString()).And.Not.Contain(OwnKey[2..]));
    }

    private static Dictionary<string, RelayerSettings?> Read(Dictionary<string, string?> settings)
    {
        IConfiguration configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(LocalChain.Configure("http://127.0.0.1:8545"))
            .AddInMemoryCollection(new Dictionary<string, string?> { ["ChainTips:Chains:8453:Endpoint"] = "http://127.0.0.1:8546", ["ChainTips:Chains:8453:Router"] = Router })
            .AddInMemoryCollection(settings)
            .Build();
        return GatewayConfiguration.Read(configuration).Chains.ToDictionary(chain => $"{chain.Settings.ChainId}", chain => chain.Relayer);
    }

    private static string Refuse(Dictionary<string, string?> settings) => Assert.Throws<ConfigurationException>(() => Read(settings))!.Message;
}
