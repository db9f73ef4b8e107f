using System.Data.Common;
using ChainTips.Ethereum.Primitives;
using ChainTips.PaymentRequests;
using ChainTips.Testing;
using Dapper;

namespace ChainTips.Storage.Tests.Sql;

/// <summary>From where on a chain may hold payments that do not go through the contract.</summary>
[TestFixture(Engine.Sqlite)]
[TestFixture(Engine.Postgres)]
[CancelAfter(30_000)]
internal sealed class DirectPaymentsStartTests(Engine engine)
{
    private TestGateway _gateway = null!;

    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    [SetUp]
    public async Task StartAsync() => _gateway = await TestGateway.StartAsync(engine);

    [TearDown]
    public void Stop() => _gateway.Dispose();

    [Test]
    public async Task With_the_first_post_they_are_possible_from_the_first_block_of_a_chain_that_was_not_read() =>
        Assert.That(await FindAsync(), Is.EqualTo(_gateway.Settings.StartBlock));

    [TestCase(true)]
    [TestCase(false)]
    public async Task With_the_first_post_or_request_they_are_possible_after_what_is_final_then(bool withPost)
    {
        await ForgetAsync();
        await FinalizeAsync(4);

        await AddAsync(withPost, "first");
        BlockNumber? first = await FindAsync();
        await FinalizeAsync(3);
        await AddAsync(!withPost, "second");

        Assert.That(first, Is.EqualTo(new BlockNumber(4)));
        Assert.That(await FindAsync(), Is.EqualTo(first), "a later one changes nothing");
    }

    [Test]
    public async Task A_chain_that_is_added_later_may_hold_them_from_its_first_block_on()
    {
        await _gateway.WriteAsync(books => books.Chains.AddAsync(10, Hash32.Zero, new BlockNumber(77), null, Token));

        Assert.That(await FindAsync(10), Is.EqualTo(new BlockNumber(77)));
    }

    [Test]
    public async Task Without_a_post_or_request_no_chain_can_hold_them()
    {
        using TestDatabase place = TestDatabase.Create(engine);
        using IGatewayDatabase database = GatewayDatabase.Open(place.Location, _gateway.Clock).Database;
        await using (IGatewayTransaction books = await database.BeginAsync(Token))
        {
            await books.Chains.AddAsync(Sample.ChainId, Hash32.Zero, new BlockNumber(1), null, Token);
            await books.Posts.AddCreatorAsync(Given.Creator((await books.Audit.ListPlatformsAsync(Token)).Single()), Token);
            await books.CommitAsync(Token);
        }

        await using IGatewayTransaction read = await database.BeginReadAsync(Token);
        Assert.That(await read.Chains.FindDirectStartAsync(Sample.ChainId, Token), Is.Null);
        Assert.That(await read.Chains.FindDirectStartAsync(10, Token), Is.Null);
    }

    private Task<BlockNumber?> FindAsync(ulong chainId = Sample.ChainId) =>
        _gateway.ReadAsync(books => books.Chains.FindDirectStartAsync(chainId, Token));

    private Task AddAsync(bool post, string name) => _gateway.WriteAsync(books => post
        ? books.Posts.AddPostAsync(Given.Post(_gateway.Ada, name), Token)
        : books.PaymentRequests.AddAsync(Given.Request(_gateway.Ada, new AskedAmount.Fixed(5), name), Token));

    private async Task FinalizeAsync(int blocks)
    {
        _gateway.Chain.MineEmpty(blocks);
        await _gateway.FinalizeAsync();
    }

    /// <summary>As before the first post, which the gateway of these tests begins with.</summary>
    private async Task ForgetAsync()
    {
        using DbConnection raw = _gateway.OpenRaw();
        await raw.ExecuteAsync("UPDATE chains SET direct_from = NULL");
    }
}
