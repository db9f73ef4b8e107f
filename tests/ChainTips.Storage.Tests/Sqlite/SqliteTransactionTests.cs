using System.Reflection;
using ChainTips.Storage.Sql;
using ChainTips.Storage.Sqlite;
using ChainTips.Testing;
using Dapper;
using Microsoft.Data.Sqlite;

namespace ChainTips.Storage.Tests.Sqlite;

[CancelAfter(30_000)]
internal sealed class SqliteTransactionTests : DatabaseFixture
{
    [TestCase("journal_mode", "wal")]
    [TestCase("synchronous", "2", Description = "FULL: a commit survives a power cut")]
    [TestCase("foreign_keys", "1")]
    public async Task A_connection_of_the_ledger_is_set_up_to_lose_nothing(string pragma, string expected)
    {
        using SqliteDatabase database = SqliteDatabase.Open(Path, Clock).Database;

        foreach (Func<CancellationToken, Task<IGatewayTransaction>> begin in new[] { database.BeginAsync, database.BeginReadAsync })
        {
            await using IGatewayTransaction books = await begin(Token);
            Assert.That(ConnectionOf(books).ExecuteScalar<string>($"PRAGMA {pragma}"), Is.EqualTo(expected));
        }
    }

    [Test]
    public async Task What_is_not_committed_is_gone()
    {
        using SqliteDatabase database = SqliteDatabase.Open(Path, Clock).Database;
        await using (IGatewayTransaction books = await database.BeginAsync(Token))
        {
            await books.Posts.AddCreatorAsync(Given.Creator((await books.Platforms.ReadLocalAsync(Token)).Id), Token);
        }

        using SqliteConnection raw = RawFile.Open(Path);
        Assert.That(raw.ExecuteScalar<long>("SELECT count(*) FROM creators"), Is.Zero);
    }

    [Test]
    public async Task A_reader_sees_one_unchanging_state_and_no_writer_waits_for_it()
    {
        using SqliteDatabase database = SqliteDatabase.Open(Path, Clock).Database;
        await using IGatewayTransaction reader = await database.BeginReadAsync(Token);
        ChainTips.Platforms.Platform platform = await reader.Platforms.ReadLocalAsync(Token);
        ChainTips.Posts.Creator ada = Given.Creator(platform.Id);

        await using (IGatewayTransaction writer = await database.BeginAsync(Token))
        {
            await writer.Posts.AddCreatorAsync(ada, Token);
            await writer.CommitAsync(Token);
        }

        await using IGatewayTransaction later = await database.BeginReadAsync(Token);
        Assert.That(await reader.Posts.FindCreatorAsync(platform.Id, ada.Id, Token), Is.Null);
        Assert.That(await later.Posts.FindCreatorAsync(platform.Id, ada.Id, Token), Is.EqualTo(ada));
    }

    [Test]
    public async Task A_second_writer_waits_for_the_first()
    {
        using SqliteDatabase database = SqliteDatabase.Open(Path, Clock).Database;
        IGatewayTransaction first = await database.BeginAsync(Token);

        Task<IGatewayTransaction> second = database.BeginAsync(Token);
        bool waited = !second.IsCompleted;
        await first.DisposeAsync();

        await using IGatewayTransaction books = await second;
        Assert.That(waited, Is.True);
        Assert.That(await books.Platforms.HasWorkingKeyAsync(Token), Is.False);
    }

    [Test]
    public async Task A_writer_that_gives_up_waiting_does_not_block_the_next()
    {
        using SqliteDatabase database = SqliteDatabase.Open(Path, Clock).Database;
        using CancellationTokenSource impatience = new();
        IGatewayTransaction first = await database.BeginAsync(Token);
        Task<IGatewayTransaction> second = database.BeginAsync(impatience.Token);
        await impatience.CancelAsync();
        await Assert.ThatAsync(() => second, Throws.InstanceOf<OperationCanceledException>());
        await first.DisposeAsync();

        await using IGatewayTransaction third = await database.BeginAsync(Token);
        Assert.That(await third.Platforms.HasWorkingKeyAsync(Token), Is.False);
    }

    /// <summary>The connection that a transaction uses: what is set per connection cannot be seen from outside.</summary>
    private static SqliteConnection ConnectionOf(IGatewayTransaction books) => (SqliteConnection)typeof(SqlGatewayTransaction)
        .GetField("_connection", BindingFlags.NonPublic | BindingFlags.Instance)!.GetValue(books)!;
}
