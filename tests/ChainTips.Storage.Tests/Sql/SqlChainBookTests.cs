using System.Data.Common;
using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Testing;
using Dapper;

namespace ChainTips.Storage.Tests.Sql;

[TestFixture(Engine.Sqlite)]
[TestFixture(Engine.Postgres)]
[CancelAfter(30_000)]
internal sealed class SqlChainBookTests(Engine engine)
{
    private TestGateway _gateway = null!;

    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    private FakeChain Chain => _gateway.Chain;

    [SetUp]
    public async Task StartAsync()
    {
        _gateway = await TestGateway.StartAsync(engine);
        Chain.MineEmpty(8);
    }

    [TearDown]
    public void Stop() => _gateway.Dispose();

    [Test]
    public async Task A_chain_begins_with_nothing_applied()
    {
        FollowedChain? found = await FindAsync(Sample.ChainId);

        Assert.That(found!.ChainId, Is.EqualTo(Sample.ChainId));
        Assert.That(found.GenesisHash, Is.EqualTo(Chain.At(0).Header.Hash));
        Assert.That(found.HeadTime, Is.Null);
        Assert.That(found.Cursor.StartBlock, Is.EqualTo(new BlockNumber(1)));
        Assert.That(found.Cursor.Head, Is.Null);
        Assert.That(await FindAsync(10), Is.Null);
    }

    [Test]
    public async Task Every_change_moves_the_kept_cursor_as_the_rules_say()
    {
        ChainCursor expected = new(new BlockNumber(1), null, []);
        ChainUpdate[] changes =
        [
            Added(1), Added(2), new ChainUpdate.BlocksReverted([Ref(2), Ref(1)]), Added(1), Added(2), Added(3),
            new ChainUpdate.BlockFinalized(Ref(2)), new ChainUpdate.BlocksReverted([Ref(3)]), Range(3, 5), Added(6), Range(7, 7),
        ];
        foreach (ChainUpdate change in changes.SkipLast(1))
        {
            expected = expected.After(change);
            await MoveAsync(change);

            FollowedChain? kept = await FindAsync(Sample.ChainId);
            Assert.That(kept!.Cursor.Finalized, Is.EqualTo(expected.Finalized), change.ToString());
            Assert.That(kept.Cursor.Unfinalized, Is.EqualTo(expected.Unfinalized), change.ToString());
        }

        await Assert.ThatAsync(() => MoveAsync(changes[^1]), Throws.InvalidOperationException, "block 6 is not final");
    }

    [Test]
    public async Task The_time_of_the_head_is_that_of_the_newest_block()
    {
        List<DateTimeOffset?> times = [];
        foreach (ChainUpdate change in new ChainUpdate[] { Range(1, 4), Added(5), Added(6), new ChainUpdate.BlockFinalized(Ref(5)) })
        {
            await MoveAsync(change);
            times.Add((await FindAsync(Sample.ChainId))!.HeadTime);
        }

        Assert.That(times, Is.EqualTo(new DateTimeOffset?[] { Chain.At(4).Time, Chain.At(5).Time, Chain.At(6).Time, Chain.At(6).Time }));
    }

    [Test]
    public async Task A_change_that_does_not_follow_writes_nothing()
    {
        await MoveAsync(Added(1));
        string before = _gateway.Dump();

        await Assert.ThatAsync(() => MoveAsync(Added(1)), Throws.InvalidOperationException);
        await Assert.ThatAsync(() => MoveAsync(Added(3)), Throws.InvalidOperationException);

        Assert.That(_gateway.Dump(), Is.EqualTo(before));
    }

    [Test]
    public async Task A_chain_that_was_never_added_cannot_move() =>
        await Assert.ThatAsync(
            () => _gateway.WriteAsync(books => books.Chains.MoveAsync(10, Added(1), Token)),
            Throws.InvalidOperationException.With.Message.Contains("10"));

    [Test]
    public async Task A_chain_is_added_once() =>
        await Assert.ThatAsync(
            () => _gateway.WriteAsync(books => books.Chains.AddAsync(Sample.ChainId, Sample.HashOf("other"), new BlockNumber(9), null, Token)),
            Throws.InstanceOf<DbException>());

    [Test]
    [Description("F22: the safe number shrinks")]
    public async Task A_safe_block_is_one_that_was_applied_and_is_lowered_by_a_reorg_only()
    {
        await MoveAsync(Added(1));
        await MoveAsync(Added(2));
        await MoveAsync(Added(3));
        List<long?> safe = [];
        foreach (BlockRef block in new[] { Ref(4), Ref(2) with { Hash = Sample.HashOf("another fork") }, Ref(2), Ref(1), Ref(3) })
        {
            await _gateway.WriteAsync(books => books.Chains.MarkSafeAsync(Sample.ChainId, block, Token));
            safe.Add(ReadSafe());
        }

        await MoveAsync(new ChainUpdate.BlocksReverted([Ref(3), Ref(2)]));
        safe.Add(ReadSafe());
        await MoveAsync(Added(2));
        safe.Add(ReadSafe());

        Assert.That(safe, Is.EqualTo(new long?[] { null, null, 2, 2, 3, 1, 1 }));
    }

    private long? ReadSafe()
    {
        using DbConnection raw = _gateway.OpenRaw();
        return raw.QuerySingle<long?>("SELECT safe_number FROM chains");
    }

    private BlockRef Ref(ulong number) => Chain.At(number).Ref;

    private ChainUpdate.BlocksAdded Added(ulong number) => new([Chain.At(number).Observed]);

    private ChainUpdate.RangeFinalized Range(ulong first, ulong last) => new(new BlockNumber(first), Ref(last), Chain.At(last).Time, []);

    private Task MoveAsync(ChainUpdate change) => _gateway.WriteAsync(books => books.Chains.MoveAsync(Sample.ChainId, change, Token));

    private Task<FollowedChain?> FindAsync(ulong chainId) => _gateway.ReadAsync(books => books.Chains.FindAsync(chainId, Token));
}
