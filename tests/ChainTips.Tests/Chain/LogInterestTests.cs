using ChainTips.Chain;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;
using ChainTips.Testing;

namespace ChainTips.Tests.Chain;

internal sealed class LogInterestTests
{
    private static readonly DirectPaymentsStart Start = new();
    private static readonly Address Usdc = Sample.Usdc.Address;

    private static readonly LogInterest Interest = RpcSource.WithTransfers(Start);

    [SetUp]
    public void Begin() => Start.Block = new BlockNumber(100);

    [Test]
    public void Near_the_head_tips_of_anybody_and_transfers_of_each_token_are_looked_for()
    {
        Start.Block = null;

        AssertIncludes(Interest.NearHead, foreignTips: true, transfers: true);
        Assert.That(Interest.NearHead.Includes(Sample.Stranger, ALog.TransferTopic), Is.False);
    }

    [TestCase(null, 1_000_000UL, false, Description = "There is no post and no request")]
    [TestCase(100UL, 99UL, false)]
    [TestCase(100UL, 100UL, true)]
    [TestCase(100UL, 101UL, true)]
    [TestCase(0UL, 0UL, true)]
    public void In_history_transfers_are_looked_for_from_the_first_post_or_request_on(ulong? start, ulong last, bool transfers)
    {
        Start.Block = start is ulong number ? new BlockNumber(number) : null;

        AssertIncludes(Interest.InHistory(new BlockNumber(last)), foreignTips: true, transfers);
        AssertIncludes(Interest.InLogs(new BlockNumber(last)), foreignTips: false, transfers);
        LogFilter filter = Interest.FilterOf(new BlockNumber(0), new BlockNumber(last), new BlockNumber(last));
        Assert.That(filter.Addresses, Is.EqualTo(transfers ? [Sample.Router, Usdc, Sample.Dai.Address] : new[] { Sample.Router }));
        Assert.That(filter.Topics0, Is.EqualTo(transfers ? [ALog.TipSentTopic, ALog.TransferTopic] : new[] { ALog.TipSentTopic }));
    }

    [Test]
    [Description("A part of a range is asked for as the range is, wherever the part ends")]
    public void Parts_of_a_range_that_reaches_the_start_are_all_searched() => Assert.That(
        Interest.FilterOf(new BlockNumber(1), new BlockNumber(10), new BlockNumber(100)).Addresses, Has.Count.EqualTo(3));

    [Test]
    public void Without_tokens_no_transfer_is_looked_for() =>
        AssertIncludes(new LogInterest(Sample.Router, ALog.TipSentTopic).NearHead, foreignTips: true, transfers: false);

    [Test]
    public void The_start_is_what_was_set_and_nothing_before_that()
    {
        Assert.That(new DirectPaymentsStart().Block, Is.Null);
        foreach (BlockNumber? block in new BlockNumber?[] { new BlockNumber(0), new BlockNumber(ulong.MaxValue / 2), null })
        {
            Start.Block = block;
            Assert.That(Start.Block, Is.EqualTo(block));
        }
    }

    private static void AssertIncludes(LogSelection selection, bool foreignTips, bool transfers)
    {
        Assert.That(selection.Includes(Sample.Router, ALog.TipSentTopic), Is.True);
        Assert.That(selection.Includes(Sample.Stranger, ALog.TipSentTopic), Is.EqualTo(foreignTips));
        Assert.That(selection.Includes(Usdc, ALog.TransferTopic), Is.EqualTo(transfers));
        Assert.That(selection.Includes(Sample.Dai.Address, ALog.TransferTopic), Is.EqualTo(transfers));
    }
}
