using ChainTips.Server.Configuration;
using ChainTips.Server.Tests.Running;
using Microsoft.Extensions.Configuration;

namespace ChainTips.Server.Tests.Configuration;

/// <summary>Values that cannot be bound are named too, although the binder speaks of them in an inner exception.</summary>
[CancelAfter(10_000)]
internal sealed class UnboundValueTests
{
    private const string Chain = "ChainTips:Chains:31337:";

    [TestCase(Chain + "PollInterval", "soon", "'soon' at 'ChainTips:Chains:31337:PollInterval'")]
    [TestCase(Chain + "RangeSize", "many", "'many' at 'ChainTips:Chains:31337:RangeSize'")]
    [TestCase(Chain + "StartBlock", "-1", "'-1' at 'ChainTips:Chains:31337:StartBlock'")]
    [TestCase(Chain + "EndPointz", "http://127.0.0.1:8545", "'EndPointz'")]
    public void A_value_that_cannot_be_bound_is_named(string key, string value, string expected)
    {
        Dictionary<string, string?> settings = LocalChain.Configure("http://127.0.0.1:8545");
        settings[key] = value;
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();

        ConfigurationException error = Caught.By<ConfigurationException>(() => GatewayConfiguration.Read(configuration));

        Assert.That(error.Message, Does.Contain(expected));
    }
}
