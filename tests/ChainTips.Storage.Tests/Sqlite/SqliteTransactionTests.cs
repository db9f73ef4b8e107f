using System.Reflection;
using ChainTips.Storage.Sql;
using ChainTips.Storage.Sqlite;
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

    /// <summary>The connection that a transaction uses: what is set per connection cannot be seen from outside.</summary>
    private static SqliteConnection ConnectionOf(IGatewayTransaction books) => (SqliteConnection)typeof(SqlGatewayTransaction)
        .GetField("_connection", BindingFlags.NonPublic | BindingFlags.Instance)!.GetValue(books)!;
}
