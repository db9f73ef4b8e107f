namespace ChainTips.Server.Tests.Running;

/// <summary>Tests of a gateway's process, each with a folder and a scripted node of its own.</summary>
internal abstract class NodeTests
{
    protected TemporaryFolder Folder { get; private set; } = null!;

    protected ScriptedNode Node { get; private set; } = null!;

    [SetUp]
    public async Task StartAsync()
    {
        Folder = new TemporaryFolder();
        Node = await ScriptedNode.StartAsync();
    }

    [TearDown]
    public async Task StopAsync()
    {
        await Node.DisposeAsync();
        Folder.Dispose();
    }
}
