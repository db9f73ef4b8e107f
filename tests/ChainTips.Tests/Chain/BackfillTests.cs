using ChainTips.Chain;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;
using ChainTips.Testing;

namespace ChainTips.Tests.Chain;

[CancelAfter(30_000)]
internal sealed class BackfillTests
{
    private static readonly ATip Sent = ATip.For(Sample.HashOf("reference"));

    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    [TestCase(1, 1)]
    [TestCase(1, 7)]
    [TestCase(4, 7)]
    [TestCase(64, 3)]
    [TestCase(4, 10_000)]
    public async Task Ranges_come_in_order_without_a_gap_and_with_every_tip(int inFlight, int largest)
    {
        FakeChain chain = ChainOf(250);
        ChainCursor cursor = Begin(3);
        int tips = 0;

        await foreach (ChainUpdate.RangeFinalized range in new Backfill(chain, Limits(inFlight, largest)).ReadAsync(cursor, new BlockNumber(249), Token))
        {
            cursor = cursor.After(range);
            tips += range.Blocks.Count;
        }

        Assert.That(cursor.Finalized, Is.EqualTo(chain.At(249).Ref));
        Assert.That(tips, Is.EqualTo(Enumerable.Range(3, 247).Count(number => number % 5 == 0)));
    }

    [Test]
    public async Task Nothing_to_read_is_no_range()
    {
        FakeChain chain = ChainOf(5);
        int ranges = 0;
        await foreach (ChainUpdate.RangeFinalized range in new Backfill(chain, Limits(4, 10)).ReadAsync(Begin(6), new BlockNumber(5), Token))
        {
            ranges++;
        }

        Assert.That(ranges, Is.Zero);
        Assert.That(chain.Questions, Is.Empty);
    }

    [Test]
    [Description("R24: several at the same time, never more")]
    public async Task So_many_ranges_are_read_at_the_same_time_and_no_more()
    {
        FakeChain chain = ChainOf(100);
        TaskCompletionSource gate = new();
        FaultySource source = new(chain) { Until = gate.Task };
        await using IAsyncEnumerator<ChainUpdate.RangeFinalized> ranges =
            new Backfill(source, Limits(3, 10)).ReadAsync(Begin(1), new BlockNumber(100), Token).GetAsyncEnumerator(Token);

        ValueTask<bool> first = ranges.MoveNextAsync();
        Assert.That(source.Asked, Is.EqualTo(3));
        gate.SetResult();

        Assert.That(await first, Is.True);
        Assert.That(source.Asked, Is.EqualTo(3), "the next is begun when the first was applied");
        await ranges.MoveNextAsync();
        Assert.That(source.Asked, Is.EqualTo(4));
    }

    [Test]
    [Description("R24: kill and resume")]
    public async Task After_a_failure_it_goes_on_from_the_cursor()
    {
        FakeChain chain = ChainOf(100);
        FaultySource source = new(chain);
        Backfill backfill = new(source, Limits(4, 10));
        ChainCursor cursor = Begin(1);
        int applied = 0;
        Assert.That(
            async () =>
            {
                await foreach (ChainUpdate.RangeFinalized range in backfill.ReadAsync(cursor, new BlockNumber(100), Token))
                {
                    cursor = cursor.After(range);
                    source.Fault = ++applied == 2 ? new JsonRpcTransportException("reset", null) : null;
                }
            },
            Throws.TypeOf<JsonRpcTransportException>());

        source.Fault = null;
        await foreach (ChainUpdate.RangeFinalized range in backfill.ReadAsync(cursor, new BlockNumber(100), Token))
        {
            cursor = cursor.After(range);
        }

        Assert.That(cursor.Finalized, Is.EqualTo(chain.At(100).Ref));
    }

    [Test]
    [Description("F6: ranges of different forks")]
    public async Task A_range_that_does_not_stand_on_the_one_before_is_refused()
    {
        FakeChain chain = ChainOf(100);
        chain.BeforeAnswer = question =>
        {
            if (question == "range" && chain.Questions.Count == 2)
            {
                chain.ReplaceByEmpty(95);
            }
        };
        ChainCursor cursor = Begin(1);

        Assert.That(
            async () =>
            {
                await foreach (ChainUpdate.RangeFinalized range in new Backfill(chain, Limits(1, 10)).ReadAsync(cursor, new BlockNumber(100), Token))
                {
                    cursor = cursor.After(range);
                }
            },
            Throws.TypeOf<InconsistentAnswerException>().With.Property("Reason").EqualTo(RejectionReason.ParentHash));
        Assert.That(cursor.Finalized?.Number, Is.EqualTo(new BlockNumber(10)));
    }

    [Test]
    public async Task What_is_given_up_is_stopped()
    {
        FaultySource source = new(ChainOf(100)) { Until = new TaskCompletionSource().Task };
        using CancellationTokenSource stop = new();
        await using IAsyncEnumerator<ChainUpdate.RangeFinalized> ranges =
            new Backfill(source, Limits(4, 10)).ReadAsync(Begin(1), new BlockNumber(100), stop.Token).GetAsyncEnumerator(Token);
        ValueTask<bool> first = ranges.MoveNextAsync();

        await stop.CancelAsync();

        await Assert.ThatAsync(() => first.AsTask(), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(source.GivenUp, Is.EqualTo(4));
    }

    [TestCase(1_980, 99, 198, 396, 792, 1584, 1980, 1980, Description = "In questions of 99 headers, which are full")]
    [TestCase(1_000, 99, 198, 396, 792, 990, 990, 990)]
    [TestCase(50, 50, 50, 50, 50, 50, 50, 50, Description = "Less than one question")]
    public void A_range_grows_with_success_up_to_the_largest(int largest, params int[] expected)
    {
        RangeSizer sizer = new(largest, long.MaxValue);
        List<int> sizes = [];
        for (int i = 0; i < expected.Length; i++)
        {
            sizes.Add(sizer.Size);
            sizer.Learn(sizer.Size, 0);
        }

        Assert.That(sizes, Is.EqualTo(expected));
    }

    [Test]
    [Description("R25: full blocks take memory")]
    public void A_range_shrinks_to_what_its_content_allows_and_grows_again_when_it_is_sparse()
    {
        RangeSizer sizer = new(10_000, 1_000_000);

        sizer.Learn(100, 10_000_000);
        int dense = sizer.Size;
        for (int i = 0; i < 40; i++)
        {
            sizer.Learn(sizer.Size, 0);
        }

        Assert.That(dense, Is.EqualTo(10));
        Assert.That(sizer.Size, Is.GreaterThan(1_000));
    }

    private static BackfillLimits Limits(int inFlight, int largest) => new() { InFlight = inFlight, LargestRange = largest };

    private static ChainCursor Begin(ulong start) => new(new BlockNumber(start), null, []);

    private static FakeChain ChainOf(int head)
    {
        FakeChain chain = new();
        for (int number = 1; number <= head; number++)
        {
            chain.Mine(number % 5 == 0 ? [Sent.Sent($"tip {number}")] : []);
        }

        return chain;
    }
}
