using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Testing;

namespace ChainTips.Tests.Chain;

/// <summary>Bare transfers as the source sees them that reads a node, at every level of trust.</summary>
[TestFixture(Verification.Proof)]
[TestFixture(Verification.Bloom)]
[TestFixture(Verification.Trust)]
[CancelAfter(30_000)]
internal sealed class DirectPaymentReadingTests(Verification verification)
{
    private readonly FakeChain _chain = new();
    private readonly DirectPaymentsStart _start = new();

    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    /// <summary>Ten blocks with a transfer of an allowed token, one of another, and a tip.</summary>
    [SetUp]
    public void Mine()
    {
        for (int i = 1; i <= 10; i++)
        {
            _chain.Mine(
                ATransfer.Of((UInt128)i).Sent($"bare {i}"),
                FakeTransaction.Of($"other {i}", ALog.Transfer(Sample.Stranger, Sample.Payer, Sample.Payee, 5UL)),
                FakeTransaction.Of($"approval {i}", ALog.Of(Sample.Usdc.Address, [Sample.HashOf("approval")], [])));
        }

        _chain.Mine(ATip.For(Sample.HashOf("reference")).Sent("tip"));
    }

    [Test]
    public async Task Near_the_head_a_bare_transfer_is_seen_whenever_there_is_something_to_pay_for()
    {
        FakeBlock block = _chain.At(3);

        ObservedBlock observed = (await Source().ReadBlocksAsync([block.Header], Token)).Single();

        Assert.That(observed.Receipts.Select(receipt => receipt.TransactionHash), Is.EqualTo(new[] { block.Transactions[0].Hash }));
    }

    [TestCase(null, 1)]
    [TestCase(12UL, 1)]
    [TestCase(11UL, 11)]
    [TestCase(5UL, 11)]
    public async Task In_history_it_is_seen_in_ranges_that_reach_the_start(ulong? start, int blocks)
    {
        _start.Block = start is ulong number ? new BlockNumber(number) : null;

        FinalRange range = await Source().ReadRangeAsync(new BlockNumber(1), new BlockNumber(11), Token);

        Assert.That(range.Blocks, Has.Count.EqualTo(blocks));
        Assert.That(range.Blocks.SelectMany(block => block.Receipts), Has.Exactly(blocks).Items);
    }

    [Test]
    public async Task A_range_before_the_start_is_read_as_if_there_were_no_transfers()
    {
        _start.Block = new BlockNumber(8);
        FakeNode node = Node();

        FinalRange range = await Source(node).ReadRangeAsync(new BlockNumber(1), new BlockNumber(7), Token);

        Assert.That(range.Blocks, Is.Empty);
        Assert.That(node.Methods.Where(method => method.Contains("Receipt", StringComparison.Ordinal)), Is.Empty);
    }

    private FakeNode Node() => new(_chain) { AllIsFinal = true };

    private RpcChainSource Source(FakeNode? node = null) => new(
        (node ?? Node()).Rpc(), Sample.TaggedProfile, RpcSource.WithTransfers(_start), verification);
}
