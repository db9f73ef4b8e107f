using ChainTips.Ethereum.Primitives;
using ChainTips.Testing;
using ChainTips.Tips;

namespace ChainTips.Tests.Tips;

internal sealed class TipSentTests
{
    private static readonly ATip Sent = ATip.For(Sample.HashOf("reference")) with { Fee = 3UL };

    private static IEnumerable<TestCaseData> Spoiled
    {
        get
        {
            ChainLog log = Sent.TipLog();
            yield return Case("no topic but the first", log with { Topics = [log.Topics[0]] });
            yield return Case("one topic missing", log with { Topics = [.. log.Topics.Take(3)] });
            yield return Case("one topic too many", log with { Topics = [.. log.Topics, Hash32.Zero] });
            yield return Case("a payer that is no address", log with { Topics = [log.Topics[0], log.Topics[1], Large, log.Topics[3]] });
            yield return Case("a payee that is no address", log with { Topics = [log.Topics[0], log.Topics[1], log.Topics[2], Large] });
            yield return Case("no data", log with { Data = ReadOnlyMemory<byte>.Empty });
            yield return Case("a word missing", log with { Data = log.Data[..64] });
            yield return Case("a byte missing", log with { Data = log.Data[..95] });
            yield return Case("a byte too many", log with { Data = (byte[])[.. log.Data.Span, 0] });
            yield return Case("a word too many", log with { Data = (byte[])[.. log.Data.Span, .. new byte[32]] });
            yield return Case("a token that is no address", log with { Data = (byte[])[1, .. log.Data.Span[1..]] });
        }
    }

    private static Hash32 Large => Hash32.FromBytes([1, .. new byte[31]]);

    [Test]
    public void The_topic_is_the_hash_of_the_signature() => Assert.That(TipSent.Topic, Is.EqualTo(ALog.TipSentTopic));

    [Test]
    public void Every_field_is_read()
    {
        TipSent expected = new(Sent.Reference, Sample.Payer, Sample.Payee, Sample.Usdc.Address, 1_000_000UL, 3UL);

        Assert.That(TipSent.Decode(Sent.TipLog()), Is.EqualTo(expected));
    }

    [Test]
    public void The_largest_numbers_are_read_whole()
    {
        TipSent? read = TipSent.Decode((Sent with { Amount = UInt256.MaxValue, Fee = UInt256.MaxValue }).TipLog());

        Assert.That(read?.Amount, Is.EqualTo(UInt256.MaxValue));
        Assert.That(read?.Fee, Is.EqualTo(UInt256.MaxValue));
    }

    [TestCaseSource(nameof(Spoiled))]
    public void A_log_of_another_shape_is_not_read(ChainLog log) => Assert.That(TipSent.Decode(log), Is.Null);

    private static TestCaseData Case(string name, ChainLog log) => new TestCaseData(log).SetArgDisplayNames(name);
}
