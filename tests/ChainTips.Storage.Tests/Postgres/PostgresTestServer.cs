using System.Globalization;
using ChainTips.Testing;

namespace ChainTips.Storage.Tests.Postgres;

/// <summary>One server for all tests, started by the first that needs it. Each test has its own database, copied from one that was made once.</summary>
internal static class PostgresTestServer
{
    private static readonly string Prefix = $"chaintips_test_{Environment.ProcessId}_";

    private static PostgresServer? Server { get; set; }

    private static string? Missing { get; set; }

    private static bool HasTemplate { get; set; }

    private static int Databases { get; set; }

    private static string Template => Prefix + "template";

    /// <summary>A new database without a schema.</summary>
    public static PostgresTestDatabase CreateEmptyDatabase() => Create(null);

    /// <summary>A new database with the schema and the installation's secret; the test is ignored, with the reason, where no server is.</summary>
    public static PostgresTestDatabase CreateDatabase()
    {
        Start();
        if (!HasTemplate)
        {
            HasTemplate = true;
            GatewayDatabase.Open(Server!.CreateDatabase(Template), new TestClock()).Database.Dispose();
        }

        return Create(Template);
    }

    /// <summary>Stops the server.</summary>
    public static void Stop()
    {
        if (Server is not null)
        {
            Server.DropDatabase(Template);
            Server.Dispose();
        }
    }

    private static void Start()
    {
        if (Server is null && Missing is null)
        {
            Server = PostgresServer.TryStart(out string reason);
            Missing = reason;
        }

        if (Server is null)
        {
            Assert.Ignore(Missing!);
        }
    }

    private static PostgresTestDatabase Create(string? template)
    {
        Start();
        string name = Prefix + (++Databases).ToString(CultureInfo.InvariantCulture);
        return new PostgresTestDatabase(Server!.CreateDatabase(name, template), () => Server.DropDatabase(name));
    }
}
