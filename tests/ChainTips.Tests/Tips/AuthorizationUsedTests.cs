using ChainTips.Ethereum.Primitives;
using ChainTips.Testing;
using ChainTips.Tips;

namespace ChainTips.Tests.Tips;

internal sealed class AuthorizationUsedTests
{
    private static readonly Hash32 Nonce = Sample.HashOf("nonce");
    private static readonly ChainLog Sound = ALog.AuthorizationUsed(Sample.Usdc.Address, Sample.Payer, Nonce);

    private static IEnumerable<TestCaseData> Malformed
    {
        get
        {
            yield return Case("no topic", Sound with { Topics = [] });
            yield return Case("another event", Sound with { Topics = [ALog.TransferTopic, .. Sound.Topics.Skip(1)] });
            yield return Case("a topic missing", Sound with { Topics = [.. Sound.Topics.Take(2)] });
            yield return Case("a topic too many", Sound with { Topics = [.. Sound.Topics, Nonce] });
            yield return Case("an authorizer that is no address", Sound with { Topics = [Sound.Topics[0], Nonce, Nonce] });
            yield return Case("data", Sound with { Data = new byte[32] });
        }
    }

    [Test]
    [Description("EIP-3009")]
    public void The_topic_is_that_of_the_event() => Assert.That(
        AuthorizationUsed.Topic.ToString(), Is.EqualTo("0x98de503528ee59b575ef0c0a2576a82497bfc029a5685b209e9ec333479b10a5"));

    [Test]
    public void A_log_is_read() => Assert.That(AuthorizationUsed.Decode(Sound), Is.EqualTo(new AuthorizationUsed(Sample.Payer, Nonce)));

    [TestCaseSource(nameof(Malformed))]
    public void Another_shape_is_no_authorization(ChainLog log) => Assert.That(AuthorizationUsed.Decode(log), Is.Null);

    private static TestCaseData Case(string name, ChainLog log) => new TestCaseData(log).SetArgDisplayNames(name);
}
