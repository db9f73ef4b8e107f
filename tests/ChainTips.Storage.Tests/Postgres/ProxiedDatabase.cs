using System.Data.Common;
using ChainTips.Testing;

namespace ChainTips.Storage.Tests.Postgres;

/// <summary>A database that the gateway reaches by way of a proxy, and the test directly.</summary>
internal sealed class ProxiedDatabase : TestDatabase
{
    private readonly PostgresTestDatabase _inner = PostgresTestServer.CreateDatabase();

    public ProxiedDatabase() => Proxy = new PostgresProxy(_inner.Location);

    public PostgresProxy Proxy { get; }

    public override string Location => Proxy.Location;

    protected override string ListTables => PostgresTestDatabase.TablesOfDatabase;

    public override DbConnection OpenRaw() => _inner.OpenRaw();

    public override string Translate(string sql) => _inner.Translate(sql);

    public override bool IsRefusal(DbException error, string reason) => _inner.IsRefusal(error, reason);

    public override void LiftRules(DbConnection raw, params string[] tables) => _inner.LiftRules(raw, tables);

    public override void Dispose()
    {
        Proxy.Dispose();
        _inner.Dispose();
    }
}
