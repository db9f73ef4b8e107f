using ChainTips.Platforms;
using ChainTips.Posts;
using ChainTips.Testing;

namespace ChainTips.Storage.Tests.Sql;

[TestFixture(Engine.Sqlite)]
[TestFixture(Engine.Postgres)]
[CancelAfter(30_000)]
internal sealed class SqlGatewayTransactionTests(Engine engine)
{
    private TestDatabase _place = null!;
    private IGatewayDatabase _database = null!;

    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    [SetUp]
    public void Open()
    {
        _place = TestDatabase.Create(engine);
        _database = GatewayDatabase.Open(_place.Location, new TestClock()).Database;
    }

    [TearDown]
    public void Close()
    {
        _database?.Dispose();
        _place?.Dispose();
    }

    [Test]
    public async Task What_is_not_committed_is_gone()
    {
        Creator ada;
        await using (IGatewayTransaction books = await _database.BeginAsync(Token))
        {
            ada = Given.Creator((await books.Platforms.ReadLocalAsync(Token)).Id);
            await books.Posts.AddCreatorAsync(ada, Token);
        }

        await using IGatewayTransaction later = await _database.BeginReadAsync(Token);
        Assert.That(await later.Posts.FindCreatorAsync(ada.PlatformId, ada.Id, Token), Is.Null);
    }

    [Test]
    public async Task A_reader_sees_one_unchanging_state_and_no_writer_waits_for_it()
    {
        await using IGatewayTransaction reader = await _database.BeginReadAsync(Token);
        Platform platform = await reader.Platforms.ReadLocalAsync(Token);
        Creator ada = Given.Creator(platform.Id);

        await using (IGatewayTransaction writer = await _database.BeginAsync(Token))
        {
            await writer.Posts.AddCreatorAsync(ada, Token);
            await writer.CommitAsync(Token);
        }

        await using IGatewayTransaction later = await _database.BeginReadAsync(Token);
        Assert.That(await reader.Posts.FindCreatorAsync(platform.Id, ada.Id, Token), Is.Null);
        Assert.That(await later.Posts.FindCreatorAsync(platform.Id, ada.Id, Token), Is.EqualTo(ada));
    }

    [Test]
    [Description("P4: the second is another process, as far as the database knows")]
    public async Task A_second_writer_waits_for_the_first_and_sees_what_it_wrote([Values] bool isAnotherGateway)
    {
        using IGatewayDatabase other = GatewayDatabase.Open(_place.Location, new TestClock()).Database;
        IGatewayTransaction first = await _database.BeginAsync(Token);
        Platform platform = await first.Platforms.ReadLocalAsync(Token);
        Creator ada = Given.Creator(platform.Id);

        Task<IGatewayTransaction> second = Task.Run(() => (isAnotherGateway ? other : _database).BeginAsync(Token));
        await Task.WhenAny(second, Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System, Token));
        bool waited = !second.IsCompleted;
        await first.Posts.AddCreatorAsync(ada, Token);
        await first.CommitAsync(Token);
        await first.DisposeAsync();

        await using IGatewayTransaction books = await second;
        Assert.That(waited, Is.True);
        Assert.That(await books.Posts.FindCreatorAsync(platform.Id, ada.Id, Token), Is.EqualTo(ada));
    }

    [Test]
    public async Task A_writer_that_gives_up_waiting_does_not_block_the_next()
    {
        using CancellationTokenSource impatience = new();
        IGatewayTransaction first = await _database.BeginAsync(Token);
        Task<IGatewayTransaction> second = _database.BeginAsync(impatience.Token);
        await impatience.CancelAsync();
        await Assert.ThatAsync(() => second, Throws.InstanceOf<OperationCanceledException>());
        await first.DisposeAsync();

        await using IGatewayTransaction third = await _database.BeginAsync(Token);
        Assert.That(await third.Platforms.HasWorkingKeyAsync(Token), Is.False);
    }
}
