using ChainTips.Ethereum.Crypto;
using ChainTips.Server.Configuration;
using ChainTips.Server.Tests.Running;
using Microsoft.Extensions.Configuration;

namespace ChainTips.Server.Tests.Configuration;

internal sealed class SigningKeyTests
{
    private const string TestKey = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";

    private TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TemporaryFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void A_key_is_made_once_readable_by_its_owner_alone_and_used_again()
    {
        GatewayConfiguration configuration = Read([]);

        using PrivateKey first = SigningKey.Load(configuration);
        using PrivateKey second = SigningKey.Load(configuration);

        Assert.That(second.Address, Is.EqualTo(first.Address));
        Assert.That(configuration.SigningKeyFile, Is.EqualTo(_folder.Database + ".key"));
        Assert.That(File.GetUnixFileMode(configuration.SigningKeyFile), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Test]
    public void A_key_from_the_environment_comes_before_the_file()
    {
        using PrivateKey key = SigningKey.Load(Read(new() { ["ChainTips:SigningKey"] = TestKey }));

        Assert.That(key.Address.ToString(), Is.EqualTo("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"));
        Assert.That(File.Exists(_folder.Database + ".key"), Is.False);
    }

    [Test]
    public void A_test_key_that_everybody_knows_is_refused_on_a_chain_with_real_money()
    {
        GatewayConfiguration configuration = Read(new()
        {
            ["ChainTips:SigningKey"] = TestKey,
            ["ChainTips:Chains:8453:Endpoint"] = "http://127.0.0.1:1",
            ["ChainTips:Chains:8453:Router"] = LocalChain.Router.ToString(),
        });

        ConfigurationException refusal = Assert.Throws<ConfigurationException>(() => SigningKey.Load(configuration))!;

        Assert.That(refusal.Message, Does.Contain("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266").And.Not.Contain(TestKey[2..]));
    }

    [TestCase("")]
    [TestCase("0x12")]
    [TestCase("0x0000000000000000000000000000000000000000000000000000000000000000")]
    public void What_is_no_key_is_refused_without_being_shown(string text)
    {
        File.WriteAllText(_folder.Database + ".key", text);

        ConfigurationException refusal = Assert.Throws<ConfigurationException>(() => SigningKey.Load(Read([])))!;

        Assert.That(refusal.Message, Does.Contain("SigningKeyFile").And.Not.Contain("0x12").And.Not.Contain("0x0000"));
    }

    private GatewayConfiguration Read(Dictionary<string, string?> more)
    {
        Dictionary<string, string?> settings = LocalChain.Configure("http://127.0.0.1:1");
        settings["ChainTips:Database"] = _folder.Database;
        foreach ((string key, string? value) in more)
        {
            settings[key] = value;
        }

        return GatewayConfiguration.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
    }
}
