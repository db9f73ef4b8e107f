using ChainTips.Storage.Tests.Postgres;

namespace ChainTips.Storage.Tests;

/// <summary>What ends with the last test.</summary>
[SetUpFixture]
internal sealed class TestRun
{
    [OneTimeTearDown]
    public void Stop() => PostgresTestServer.Stop();
}
