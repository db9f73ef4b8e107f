using ChainTips.Server.Tests.Running;

namespace ChainTips.Server.Tests.Commands;

[CancelAfter(60_000)]
internal sealed class BackfillCommandTests : NodeTests
{
    [Test]
    public async Task It_ends_when_all_that_is_final_is_in_the_books()
    {
        for (int i = 0; i < 250; i++)
        {
            Node.Chain.Mine();
        }

        EndedProcess first = await RunAsync();
        EndedProcess second = await RunAsync();

        Assert.That(first.ExitCode, Is.Zero, first.Everything);
        Assert.That(first.Output, Does.Match(@"^Chain 31337 is in the books up to block 25\d; final is block 250\.\s*$"));
        Assert.That(second.ExitCode, Is.Zero, second.Everything);
    }

    [Test]
    [Description("F15")]
    public async Task A_node_of_another_chain_ends_it_with_what_to_do()
    {
        Node.ChainId = 1;

        EndedProcess run = await RunAsync();

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Error, Does.Contain("The endpoint serves chain 1, not 31337.").And.Not.Contain("   at "));
    }

    private Task<EndedProcess> RunAsync() =>
        GatewayProcess.RunAsync(Folder, LocalChain.Configure(Node.Endpoint, "__"), "backfill");
}
