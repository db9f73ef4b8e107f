using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.Matching;
using ChainTips.Platforms;
using ChainTips.Testing;
using ChainTips.Tips;

namespace ChainTips.Storage.Tests.Sql;

/// <summary>A8: the inbox has room for so many rows in a stretch of blocks; what comes on top is counted, and nothing is silent.</summary>
[TestFixture(Engine.Sqlite)]
[TestFixture(Engine.Postgres)]
[CancelAfter(30_000)]
internal sealed class SqlRefusalCountsTests(Engine engine)
{
    private static readonly InboxLimits Limits = new(Blocks: 10, Most: 5, MostOfOne: 2);

    private TestGateway _gateway = null!;

    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    [SetUp]
    public async Task StartAsync() => _gateway = await TestGateway.StartAsync(engine);

    [TearDown]
    public void Stop() => _gateway.Dispose();

    [Test]
    public async Task One_payer_has_room_for_so_many_and_all_together_for_so_many()
    {
        await AddAsync([.. Enumerable.Range(0, 4).Select(i => Refused(i, 1, "ada"))]);
        await AddAsync([.. Enumerable.Range(4, 9).Select(i => Refused(i, 2, $"payer {i}"))]);

        Assert.That((await _gateway.InboxAsync()).Select(tip => tip.Location.Position), Is.EquivalentTo(new[] { 0, 1, 4, 5, 6 }));
        Assert.That(await CountedAsync(), Is.EqualTo(new[] { Counted(0, 8, 800) }));
    }

    [Test]
    public async Task Each_stretch_of_blocks_has_room_of_its_own()
    {
        await AddAsync([Refused(0, 9, "ada"), Refused(1, 9, "ada"), Refused(2, 9, "ada"), Refused(3, 10, "ada"), Refused(4, 19, "ada"), Refused(5, 20, "ada")]);

        Assert.That((await _gateway.InboxAsync()).Select(tip => tip.Location.Position), Is.EquivalentTo(new[] { 0, 1, 3, 4, 5 }));
        Assert.That(await CountedAsync(), Is.EqualTo(new[] { Counted(0, 1, 100) }));
    }

    [Test]
    [Description("Anybody can write any payer into a log of a contract of his own")]
    public async Task Forgeries_are_counted_by_the_contract_that_emitted_them_and_their_amounts_are_not_believed()
    {
        RefusedTip[] forged = [.. Enumerable.Range(0, 6).Select(i => Refused(i, 1, $"made up {i}") with
        {
            Reason = RefusalReason.ForeignContract,
            Emitter = Sample.Stranger,
            TransferPosition = null,
        })];

        await AddAsync(forged);

        Assert.That(await _gateway.InboxAsync(), Has.Count.EqualTo(2));
        Assert.That(await CountedAsync(), Is.EqualTo(new[] { new CountedRefusals(Sample.ChainId, new BlockNumber(0), RefusalReason.ForeignContract, Address.Zero, 4, 0) }));
    }

    [Test]
    public async Task What_was_counted_in_a_block_that_leaves_the_chain_is_counted_no_longer_and_what_is_final_stays_in_one_row()
    {
        await AddAsync([.. Enumerable.Range(0, 5).Select(i => Refused(i, 1, "ada"))]);
        await AddAsync([.. Enumerable.Range(5, 4).Select(i => Refused(i, 2, "ada"))]);
        await AddAsync([.. Enumerable.Range(9, 2).Select(i => Refused(i, 3, "ada"))]);
        await _gateway.WriteAsync(books => books.Inbox.RevertAsync(Sample.ChainId, [BlockOf(3)], Token));
        IReadOnlyList<CountedRefusals> reverted = await CountedAsync();
        long before = _gateway.Count("refused_counts");

        await _gateway.WriteAsync(books => books.Inbox.SettleAsync(Sample.ChainId, new BlockNumber(2), Token));
        await _gateway.WriteAsync(books => books.Inbox.SettleAsync(Sample.ChainId, new BlockNumber(2), Token));
        await _gateway.WriteAsync(books => books.Inbox.RevertAsync(Sample.ChainId, [BlockOf(2)], Token));

        Assert.That(reverted, Is.EqualTo(new[] { Counted(0, 7, 700) }));
        Assert.That((before, _gateway.Count("refused_counts")), Is.EqualTo((2L, 1L)));
        Assert.That(await CountedAsync(), Is.EqualTo(reverted));
    }

    [Test]
    public async Task What_is_final_at_once_is_counted_once_for_its_stretch()
    {
        await AddAsync([.. Enumerable.Range(0, 9).Select(i => Refused(i, (ulong)(1 + i), "ada"))], areFinal: true);

        Assert.That(_gateway.Count("refused_counts"), Is.EqualTo(1));
        Assert.That(await CountedAsync(), Is.EqualTo(new[] { Counted(0, 7, 700) }));
    }

    [Test]
    public async Task A_sum_that_no_number_holds_stays_at_the_most()
    {
        UInt256 most = UInt128.MaxValue;
        await AddAsync([.. Enumerable.Range(0, 4).Select(i => Refused(i, 1, "ada", most))]);

        Assert.That((await CountedAsync()).Single().BaseUnits, Is.EqualTo(UInt128.MaxValue));
    }

    [Test]
    public async Task Another_platform_sees_nothing_and_has_room_of_its_own()
    {
        Id<Platform> other = _gateway.AddPlatform("other");
        await AddAsync([.. Enumerable.Range(0, 4).Select(i => Refused(i, 1, "ada"))]);
        await _gateway.WriteAsync(books => books.Inbox.AddAsync([Refused(9, 1, "ada")], other, Limits, false, Token));

        Assert.That(await _gateway.ReadAsync(books => books.Inbox.ListCountedAsync(other, 100, Token)), Is.Empty);
        Assert.That(await _gateway.ReadAsync(books => books.Inbox.ListAsync(other, 100, Token)), Has.Count.EqualTo(1));
    }

    private static BlockRef BlockOf(ulong number) => new(new BlockNumber(number), Sample.HashOf($"block {number}"), Sample.HashOf($"block {number - 1}"));

    private static RefusedTip Refused(int position, ulong block, string payer, UInt256? amount = null) => new(
        new LogPosition(Sample.ChainId, Sample.HashOf("transaction"), position),
        BlockOf(block),
        Sample.Router,
        new TipSent(Sample.HashOf("reference"), Sample.AddressOf(payer), Sample.Payee, Sample.Usdc.Address, amount ?? 100UL, UInt256.Zero),
        RefusalReason.UnknownReference,
        "Nobody knows the reference.")
    {
        TransferPosition = position,
    };

    private static CountedRefusals Counted(ulong first, long tips, UInt128 moved) =>
        new(Sample.ChainId, new BlockNumber(first), RefusalReason.UnknownReference, Sample.Usdc.Address, tips, moved);

    private Task AddAsync(RefusedTip[] tips, bool areFinal = false) =>
        _gateway.WriteAsync(books => books.Inbox.AddAsync(tips, Given.PlatformId, Limits, areFinal, Token));

    private Task<IReadOnlyList<CountedRefusals>> CountedAsync() =>
        _gateway.ReadAsync(books => books.Inbox.ListCountedAsync(Given.PlatformId, 100, Token));
}
