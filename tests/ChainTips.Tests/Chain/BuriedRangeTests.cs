using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Testing;
using static ChainTips.Tests.Chain.RpcSource;

namespace ChainTips.Tests.Chain;

/// <summary>A range is believed when blocks were shown that stand on it; those of a range above it need not be asked for again.</summary>
[CancelAfter(30_000)]
internal sealed class BuriedRangeTests
{
    private const int Head = 400;
    private const int Questions = 2;

    private FakeChain _chain = null!;
    private FakeNode _node = null!;

    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    [SetUp]
    public void MakeNode()
    {
        _chain = new FakeChain();
        _chain.MineEmpty(Head);
        _node = new FakeNode(_chain) { AllIsFinal = true };
    }

    [TearDown]
    public void EndNode() => _node.Dispose();

    [TestCase(99, Questions - 1, Description = "as many as the deepest fork that ever lost")]
    [TestCase(98, Questions, Description = "one too few")]
    public async Task A_range_under_another_that_was_read_is_read_in_one_question_less(int above, int questions)
    {
        RpcChainSource source = SourceOf(_node);
        await ReadAsync(source, 51, 50 + above);
        int before = _node.Requests;

        await ReadAsync(source, 1, 50);

        Assert.That(_node.Requests - before, Is.EqualTo(questions));
    }

    [Test]
    public async Task Blocks_that_stand_on_another_block_of_the_number_bury_nothing()
    {
        RpcChainSource source = SourceOf(_node);
        await ReadAsync(source, 51, 200);
        Hash32 lost = Sample.HashOf("a fork that lost");
        _node.Lies["eth_getBlockByNumber"] = honest => (string)honest!["number"]! == "0x32"
            ? Spoil(honest, header => header["hash"] = lost.ToString())
            : honest;

        await Assert.ThatAsync(
            () => ReadAsync(source, 1, 50),
            Throws.TypeOf<InconsistentAnswerException>().With.Message.Contains(lost.ToString()).And.Message.Contains("names"));
    }

    [Test]
    public async Task A_range_that_ends_close_under_the_final_block_is_held_to_that_block()
    {
        RpcChainSource source = SourceOf(_node);
        await ReadAsync(source, Head - 98, Head);
        int before = _node.Requests;

        await ReadAsync(source, Head - 120, Head - 99);

        Assert.That(_node.Requests - before, Is.EqualTo(Questions));
    }

    [Test]
    public async Task By_confirmations_as_many_blocks_are_demanded_as_make_a_block_final()
    {
        ChainProfile profile = Sample.TaggedProfile with { Finality = new FinalityRule.Confirmations(11) };
        RpcChainSource source = SourceOf(_node, profile);
        await ReadAsync(source, 51, 60);
        await ReadAsync(source, 21, 29);
        int before = _node.Requests;

        await ReadAsync(source, 30, 50);
        int buried = _node.Requests - before;
        await ReadAsync(source, 1, 20);

        Assert.That(buried, Is.EqualTo(Questions - 1));
        Assert.That(_node.Requests - before - buried, Is.EqualTo(Questions));
    }

    private static Task<FinalRange> ReadAsync(RpcChainSource source, int first, int last) =>
        source.ReadRangeAsync(new BlockNumber((ulong)first), new BlockNumber((ulong)last), Token);
}
