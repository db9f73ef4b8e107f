using ChainTips.Ethereum.Primitives;
using ChainTips.Testing;
using ChainTips.Tips;

namespace ChainTips.Tests.Tips;

internal sealed class TokenTransferTests
{
    private static readonly ChainLog Log =
        ALog.Transfer(Sample.Usdc.Address, Sample.Payer, Sample.Payee, UInt256.MaxValue) with { Position = 4 };

    private static IEnumerable<TestCaseData> Spoiled
    {
        get
        {
            Hash32 large = Hash32.FromBytes([1, .. new byte[31]]);
            yield return Case("no topics", Log with { Topics = [] });
            yield return Case("another event", Log with { Topics = [ALog.TipSentTopic, Log.Topics[1], Log.Topics[2]] });
            yield return Case("a recipient that is not indexed", Log with { Topics = [Log.Topics[0], Log.Topics[1]] });
            yield return Case("an indexed amount, as ERC-721 has it", Log with { Topics = [.. Log.Topics, Hash32.Zero], Data = default });
            yield return Case("a sender that is no address", Log with { Topics = [Log.Topics[0], large, Log.Topics[2]] });
            yield return Case("a recipient that is no address", Log with { Topics = [Log.Topics[0], Log.Topics[1], large] });
            yield return Case("no data", Log with { Data = default });
            yield return Case("a byte missing", Log with { Data = Log.Data[..31] });
            yield return Case("a word too many", Log with { Data = (byte[])[.. Log.Data.Span, .. new byte[32]] });
        }
    }

    [Test]
    public void Every_field_is_read() =>
        Assert.That(
            TokenTransfer.Decode(Log),
            Is.EqualTo(new TokenTransfer(Sample.Usdc.Address, Sample.Payer, Sample.Payee, UInt256.MaxValue, 4)));

    [TestCaseSource(nameof(Spoiled))]
    public void A_log_of_another_shape_is_no_transfer(ChainLog log) => Assert.That(TokenTransfer.Decode(log), Is.Null);

    private static TestCaseData Case(string name, ChainLog log) => new TestCaseData(log).SetArgDisplayNames(name);
}
