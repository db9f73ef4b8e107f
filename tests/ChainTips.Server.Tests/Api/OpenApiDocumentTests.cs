using ChainTips.Server.Tests.Running;

namespace ChainTips.Server.Tests.Api;

/// <summary>The document that is in the repository is the one that the gateway serves.</summary>
[CancelAfter(30_000)]
internal sealed class OpenApiDocumentTests
{
    private const string Update = "CHAINTIPS_UPDATE";

    private static readonly string File = Path.Combine(Checkout.Root, "docs", "openapi.json");

    [Test]
    public async Task The_committed_document_is_the_served_one()
    {
        await using RunningGateway gateway = await RunningGateway.StartAsync();
        string served = (await gateway.GetAsync("/openapi/v1.json")).Body + "\n";
        if (Environment.GetEnvironmentVariable(Update) == "1")
        {
            await System.IO.File.WriteAllTextAsync(File, served);
        }

        Assert.That(System.IO.File.Exists(File), Is.True, $"{File} is missing. Run this test with {Update}=1 to write it.");
        Assert.That(
            await System.IO.File.ReadAllTextAsync(File),
            Is.EqualTo(served),
            $"The API changed. If that is meant, run this test with {Update}=1, look at the difference of {File} and commit it.");
    }

    [Test]
    public async Task The_document_does_not_depend_on_where_the_gateway_listens()
    {
        await using RunningGateway gateway = await RunningGateway.StartAsync();

        string served = (await gateway.GetAsync("/openapi/v1.json")).Body;

        Assert.That(served, Does.Not.Contain("127.0.0.1").And.Not.Contain("servers"));
    }
}
