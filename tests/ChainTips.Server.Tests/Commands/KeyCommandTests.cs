using ChainTips.Platforms;
using ChainTips.Server.Tests.Running;

namespace ChainTips.Server.Tests.Commands;

[CancelAfter(60_000)]
internal sealed class KeyCommandTests
{
    private TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TemporaryFolder();

    [TearDown]
    public void DropFolder() => _folder.Dispose();

    [Test]
    public async Task A_key_is_made_listed_without_its_secret_and_revoked()
    {
        EndedProcess create = await RunAsync("key", "create", "--name", "the blog");
        string key = create.Output.Trim();
        string id = key.Split('.')[0];
        EndedProcess list = await RunAsync("key", "list");
        EndedProcess revoke = await RunAsync("key", "revoke", id);
        EndedProcess again = await RunAsync("key", "revoke", id);
        EndedProcess listAfter = await RunAsync("key", "list");

        Assert.That(ApiKey.TrySplit(key, out _, out _), Is.True, "Standard output holds the key and nothing else.");
        Assert.That(create.ExitCode, Is.Zero);
        Assert.That(create.Error, Does.Contain("'the blog'").And.Contains("not shown again").And.Not.Contain(key.Split('.')[1]));
        Assert.That(list.Output.Trim(), Does.Match($@"^{id}  \d{{4}}-\d\d-\d\d  works  the blog$"));
        Assert.That(list.Everything, Does.Not.Contain(key.Split('.')[1]));
        Assert.That(revoke.ExitCode, Is.Zero);
        Assert.That(revoke.Error.Trim(), Does.EndWith($"{id} works no more."));
        Assert.That(again.ExitCode, Is.EqualTo(1));
        Assert.That(listAfter.Output.Trim(), Does.Match($@"^{id}  \d{{4}}-\d\d-\d\d  revoked  the blog$"));
    }

    [Test]
    public async Task A_key_that_does_not_exist_cannot_be_revoked()
    {
        EndedProcess revoke = await RunAsync("key", "revoke", "key_nobody");

        Assert.That(revoke.ExitCode, Is.EqualTo(1));
        Assert.That(revoke.Error.Trim(), Does.EndWith("There is no working key 'key_nobody'. 'chaintips key list' shows the ids."));
    }

    [Test]
    public async Task Keys_need_no_chain_in_the_configuration()
    {
        EndedProcess create = await GatewayProcess.RunAsync(_folder, [], "key", "create", "--database", _folder.Database);

        Assert.That(create.ExitCode, Is.Zero, create.Everything);
        Assert.That(File.Exists(_folder.Database), Is.True);
    }

    private Task<EndedProcess> RunAsync(params string[] arguments) =>
        GatewayProcess.RunAsync(_folder, new() { ["CHAINTIPS__DATABASE"] = _folder.Database }, arguments);
}
