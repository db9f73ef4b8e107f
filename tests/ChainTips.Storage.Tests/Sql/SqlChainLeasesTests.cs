using ChainTips.Chain;
using ChainTips.Testing;

namespace ChainTips.Storage.Tests.Sql;

/// <summary>P4, R9: one gateway at a time follows a chain, and one that lost the right writes nothing.</summary>
[TestFixture(Engine.Sqlite)]
[TestFixture(Engine.Postgres)]
[CancelAfter(30_000)]
internal sealed class SqlChainLeasesTests(Engine engine)
{
    private const ulong Chain = 10;

    private static readonly TimeSpan Long = TimeSpan.FromHours(1);

    /// <summary>A time that is over as soon as it began: the database's own clock counts, which no test can move.</summary>
    private static readonly TimeSpan Over = TimeSpan.FromMilliseconds(-1);

    private TestGateway _gateway = null!;

    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    [SetUp]
    public async Task StartAsync() => _gateway = await TestGateway.StartAsync(engine);

    [TearDown]
    public void Stop() => _gateway?.Dispose();

    [Test]
    public async Task A_lease_that_nobody_has_is_taken()
    {
        Assert.That(await FindAsync(), Is.Null);

        ChainLease? lease = await TryTakeAsync("a", Long);

        Assert.That(lease, Is.EqualTo(new ChainLease(Chain, "a", 1)));
        Assert.That(await FindAsync(), Is.EqualTo(lease));
    }

    [Test]
    public async Task While_one_has_it_no_other_gets_it()
    {
        ChainLease? first = await TryTakeAsync("a", Long);

        Assert.That(await TryTakeAsync("b", Long), Is.Null);
        Assert.That(await FindAsync(), Is.EqualTo(first));
    }

    [Test]
    public async Task Renewing_keeps_the_fence()
    {
        ChainLease? first = await TryTakeAsync("a", Long);

        Assert.That(await TryTakeAsync("a", Long), Is.EqualTo(first));
    }

    [Test]
    public async Task Renewing_moves_the_end()
    {
        await TryTakeAsync("a", Over);
        await TryTakeAsync("a", Long);

        Assert.That(await TryTakeAsync("b", Long), Is.Null);
    }

    [Test]
    public async Task A_lease_whose_time_is_over_is_taken_with_a_higher_fence()
    {
        await TryTakeAsync("a", Over);

        Assert.That(await TryTakeAsync("b", Long), Is.EqualTo(new ChainLease(Chain, "b", 2)));
        Assert.That(await TryTakeAsync("a", Long), Is.Null);
    }

    [Test]
    public async Task A_lease_whose_time_is_over_and_that_nobody_took_is_still_good()
    {
        ChainLease? lease = await TryTakeAsync("a", Over);

        Assert.That(await TryTakeAsync("a", Long), Is.EqualTo(lease));
        await DemandAsync(lease!);
    }

    [Test]
    public async Task A_lease_that_was_given_back_is_taken_at_once()
    {
        ChainLease? lease = await TryTakeAsync("a", Long);
        await _gateway.WriteAsync(books => books.Leases.ReleaseAsync(lease!, Token));

        Assert.That(await TryTakeAsync("b", Long), Is.EqualTo(new ChainLease(Chain, "b", 2)));
    }

    [Test]
    public async Task Giving_back_what_another_has_changes_nothing()
    {
        ChainLease? old = await TryTakeAsync("a", Over);
        ChainLease? held = await TryTakeAsync("b", Long);
        await _gateway.WriteAsync(books => books.Leases.ReleaseAsync(old!, Token));

        Assert.That(await TryTakeAsync("c", Long), Is.Null);
        await DemandAsync(held!);
    }

    [Test]
    public async Task A_dead_holder_is_not_waited_for()
    {
        ChainLease? dead = await TryTakeAsync("a", Long);

        Assert.That(await TryTakeAsync("b", Long, dead), Is.EqualTo(new ChainLease(Chain, "b", 2)));
    }

    [Test]
    public async Task A_holder_who_died_and_whose_lease_another_took_meanwhile_is_not_taken_from_that_other()
    {
        ChainLease? dead = await TryTakeAsync("a", Long);
        await TryTakeAsync("b", Long, dead);

        Assert.That(await TryTakeAsync("c", Long, dead), Is.Null);
    }

    [Test]
    public async Task Each_chain_has_its_own_lease()
    {
        await TryTakeAsync("a", Long);

        ChainLease? other = null;
        await _gateway.WriteAsync(async books => other = await books.Leases.TryTakeAsync(Chain + 1, "b", Long, null, Token));

        Assert.That(other, Is.EqualTo(new ChainLease(Chain + 1, "b", 1)));
    }

    [TestCase("b", 2L, Description = "another took it")]
    [TestCase("a", 2L, Description = "the same name with a later fence")]
    public async Task A_lease_that_is_lost_is_lost(string holder, long fence)
    {
        ChainLease? lost = await TryTakeAsync("a", Over);
        await TryTakeAsync("b", holder == "a" ? Over : Long);
        await TryTakeAsync(holder, Long);

        LeaseLostException? error = await Assert.ThrowsAsync<LeaseLostException>(() => DemandAsync(lost!));

        Assert.That(error!.Message, Does.Contain($"Chain {Chain}").And.Contains("Nothing was written"));
        Assert.That((await FindAsync())!.Fence, Is.GreaterThanOrEqualTo(fence));
    }

    [Test]
    public async Task Of_many_who_ask_at_once_one_gets_it()
    {
        using IGatewayDatabase other = GatewayDatabase.Open(_gateway.Location, _gateway.Clock).Database;
        ChainLease?[] taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
        {
            await using IGatewayTransaction books = await (i % 2 == 0 ? other : _gateway.Database).BeginAsync(Token);
            ChainLease? lease = await books.Leases.TryTakeAsync(Chain, $"gateway {i}", Long, null, Token);
            await books.CommitAsync(Token);
            return lease;
        })));

        Assert.That(taken.OfType<ChainLease>(), Has.Exactly(1).Items);
    }

    [Test]
    [Description("R9: a leader that was paused wakes up")]
    public async Task Who_lost_the_lease_writes_nothing()
    {
        FakeBlock block = _gateway.Chain.Mine(ATip.For(_gateway.First).Sent("tip"));
        ChainLease paused = _gateway.Lease;
        await _gateway.WriteAsync(books => books.Leases.TryTakeAsync(Sample.ChainId, "other", Long, paused, Token));
        string before = _gateway.Dump();

        await Assert.ThatAsync(() => _gateway.ApplyAsync(new ChainUpdate.BlocksAdded([block.Observed])), Throws.TypeOf<LeaseLostException>());

        Assert.That(_gateway.Dump(), Is.EqualTo(before));
    }

    [Test]
    [Description("R9: the leader is paused between its check and its commit")]
    public async Task Nobody_takes_the_lease_between_the_demand_and_the_commit()
    {
        using IGatewayDatabase other = GatewayDatabase.Open(_gateway.Location, _gateway.Clock).Database;
        ChainLease? lease = await TryTakeAsync("a", Over);
        await using IGatewayTransaction leader = await _gateway.Database.BeginAsync(Token);
        await leader.Leases.DemandAsync(lease!, Token);

        Task<ChainLease?> taking = Task.Run(async () =>
        {
            await using IGatewayTransaction books = await other.BeginAsync(Token);
            ChainLease? taken = await books.Leases.TryTakeAsync(Chain, "b", Long, null, Token);
            await books.CommitAsync(Token);
            return taken;
        });
        await Task.WhenAny(taking, Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System, Token));
        bool waited = !taking.IsCompleted;
        await leader.CommitAsync(Token);
        await leader.DisposeAsync();

        Assert.That(waited, Is.True);
        Assert.That((await taking)?.Holder, Is.EqualTo("b"));
    }

    private Task<ChainLease?> FindAsync() => _gateway.ReadAsync(books => books.Leases.FindAsync(Chain, Token));

    private async Task<ChainLease?> TryTakeAsync(string holder, TimeSpan validFor, ChainLease? dead = null)
    {
        ChainLease? lease = null;
        await _gateway.WriteAsync(async books => lease = await books.Leases.TryTakeAsync(Chain, holder, validFor, dead, Token));
        return lease;
    }

    private Task DemandAsync(ChainLease lease) => _gateway.WriteAsync(books => books.Leases.DemandAsync(lease, Token));
}
