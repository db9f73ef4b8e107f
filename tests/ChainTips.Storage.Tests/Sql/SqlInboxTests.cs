using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.Matching;
using ChainTips.Platforms;
using ChainTips.Testing;
using ChainTips.Tips;

namespace ChainTips.Storage.Tests.Sql;

[TestFixture(Engine.Sqlite)]
[TestFixture(Engine.Postgres)]
[CancelAfter(30_000)]
internal sealed class SqlInboxTests(Engine engine)
{
    private static readonly BlockRef Block = new FakeChain().Mine().Ref;
    private static readonly BlockRef Fork = Block with { Hash = Sample.HashOf("fork") };
    private TestGateway _gateway = null!;

    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    [SetUp]
    public async Task StartAsync() => _gateway = await TestGateway.StartAsync(engine);

    [TearDown]
    public void Stop() => _gateway.Dispose();

    [Test]
    public async Task A_refused_tip_is_read_back_as_it_was_kept([Values] RefusalReason reason)
    {
        RefusedTip tip = Refused(1) with { Reason = reason };
        await AddAsync(tip);

        Assert.That(await _gateway.InboxAsync(), Is.EqualTo(new[] { tip }));
    }

    [Test]
    public async Task The_same_log_in_the_same_block_is_kept_once()
    {
        await AddAsync(Refused(1));
        await AddAsync(Refused(1));
        await AddAsync(Refused(2));
        await AddAsync(Refused(1) with { Block = Fork });

        Assert.That(
            await _gateway.InboxAsync(), Is.EqualTo(new[] { Refused(1) with { Block = Fork }, Refused(2), Refused(1) }), "newest first");
    }

    [Test]
    public async Task What_was_seen_in_reverted_blocks_is_taken_out()
    {
        await AddAsync(Refused(1));
        await AddAsync(Refused(1) with { Block = Fork });

        await _gateway.WriteAsync(books => books.Inbox.RevertAsync(Sample.ChainId, [Block], Token));

        Assert.That(await _gateway.InboxAsync(), Is.EqualTo(new[] { Refused(1) with { Block = Fork } }));
    }

    [Test]
    public async Task A_revert_on_another_chain_takes_nothing_out()
    {
        await AddAsync(Refused(1));

        await _gateway.WriteAsync(books => books.Inbox.RevertAsync(10, [Block], Token));

        Assert.That(await _gateway.InboxAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Another_platform_sees_nothing()
    {
        Id<Platform> other = _gateway.AddPlatform("other");
        await AddAsync(Refused(1));

        Assert.That(await _gateway.ReadAsync(books => books.Inbox.ListAsync(other, 100, Token)), Is.Empty);
    }

    [Test]
    public async Task No_more_are_listed_than_asked_for()
    {
        foreach (int position in Enumerable.Range(0, 5))
        {
            await AddAsync(Refused(position));
        }

        IReadOnlyList<RefusedTip> listed = await _gateway.ReadAsync(books => books.Inbox.ListAsync(Given.PlatformId, 2, Token));

        Assert.That(listed, Is.EqualTo(new[] { Refused(4), Refused(3) }));
    }

    [Test]
    public async Task A_tip_that_states_nothing_concerns_nobody() =>
        await Assert.ThatAsync(() => AddAsync(Refused(1) with { Stated = null }), Throws.ArgumentException);

    private static RefusedTip Refused(int position) => new(
        new LogPosition(Sample.ChainId, Sample.HashOf("transaction"), position),
        Block,
        Sample.Router,
        new TipSent(Sample.HashOf("reference"), Sample.Payer, Sample.Payee, Sample.Stranger, UInt256.MaxValue, 3UL),
        RefusalReason.AmountTooLarge,
        "Why: 'it' is too large.");

    private Task AddAsync(RefusedTip tip) => _gateway.WriteAsync(books => books.Inbox.AddAsync([tip], Given.PlatformId, InboxLimits.Usual, false, Token));
}
