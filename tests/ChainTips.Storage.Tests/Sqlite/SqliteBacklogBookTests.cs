using ChainTips.Testing;

namespace ChainTips.Storage.Tests.Sqlite;

[CancelAfter(30_000)]
internal sealed class SqliteBacklogBookTests
{
    private TestGateway _gateway = null!;

    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    [SetUp]
    public async Task StartAsync() => _gateway = await TestGateway.StartAsync();

    [TearDown]
    public void Stop() => _gateway.Dispose();

    [Test]
    public async Task Nothing_waits_at_first() =>
        Assert.That((await ReadAsync()).Chains, Is.EqualTo(new[] { new ChainBacklog(Sample.ChainId, null, 0, 0, null) }));

    [Test]
    public async Task What_waits_is_counted_until_it_is_done()
    {
        FakeBlock block = _gateway.Chain.Mine(ATip.For(_gateway.First).Sent("one"), ATip.For(_gateway.First).Sent("two"));
        await _gateway.CatchUpAsync();
        ChainBacklog seen = (await ReadAsync()).Chains.Single();
        DateTimeOffset settledAt = _gateway.Clock.GetUtcNow();
        await _gateway.FinalizeAsync();
        ChainBacklog settled = (await ReadAsync()).Chains.Single();
        await _gateway.WriteReceiptsAsync();
        ChainBacklog written = (await ReadAsync()).Chains.Single();

        Assert.That(seen, Is.EqualTo(new ChainBacklog(Sample.ChainId, block.Time, 2, 0, null)));
        Assert.That(settled, Is.EqualTo(new ChainBacklog(Sample.ChainId, block.Time, 0, 2, settledAt)));
        Assert.That(written, Is.EqualTo(new ChainBacklog(Sample.ChainId, block.Time, 0, 0, null)));
    }

    [Test]
    public async Task The_oldest_receipt_that_is_due_says_since_when()
    {
        _gateway.Chain.Mine(ATip.For(_gateway.First).Sent("one"));
        await _gateway.CatchUpAsync();
        DateTimeOffset first = _gateway.Clock.GetUtcNow();
        await _gateway.FinalizeAsync();
        _gateway.Clock.Advance(TimeSpan.FromMinutes(3));
        _gateway.Chain.Mine(ATip.For(_gateway.First).Sent("two"));
        await _gateway.CatchUpAsync();
        await _gateway.FinalizeAsync();

        ChainBacklog backlog = (await ReadAsync()).Chains.Single();

        Assert.That(backlog.ReceiptsDue, Is.EqualTo(2));
        Assert.That(backlog.OldestReceiptDueSince, Is.EqualTo(first));
    }

    [Test]
    public async Task The_size_is_that_of_the_file_once_everything_is_in_it()
    {
        long size = (await ReadAsync()).DatabaseBytes;
        _gateway.Restart();

        Assert.That(size, Is.EqualTo(new FileInfo(_gateway.Path).Length));
    }

    private Task<Backlog> ReadAsync() => _gateway.ReadAsync(books => books.Backlog.ReadAsync(Token));
}
