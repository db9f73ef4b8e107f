using System.Text;
using ChainTips.Server.Tests.Running;
using ChainTips.Storage.Sqlite;

namespace ChainTips.Server.Tests.Commands;

/// <summary>What <c>serve</c> makes of the file that it finds, or does not find, under the name of its database.</summary>
[CancelAfter(60_000)]
internal sealed class DatabaseAtStartTests : NodeTests
{
    [Test]
    public async Task A_database_that_is_not_there_is_begun_loudly_and_only_once()
    {
        EndedProcess first = await ServeAsync("Following chain 31337");
        EndedProcess second = await ServeAsync("Following chain 31337");

        Assert.That(first.Error, Does.Contain($"{Folder.Database} is new, with nothing in it")
            .And.Contains("chain 31337 is read from block 1 on").And.Contains("if your books are elsewhere, stop"));
        Assert.That(first.Output, Does.Contain("Chain 31337 is new in this database: it is read from block 1 on."));
        Assert.That(second.Everything, Does.Not.Contain("is new"));
    }

    [Test]
    public async Task A_chain_that_the_database_does_not_know_is_begun_loudly_too()
    {
        SqliteDatabase.Open(Folder.Database, TimeProvider.System).Database.Dispose();

        EndedProcess ended = await ServeAsync("Following chain 31337");

        Assert.That(ended.Output, Does.Contain("Chain 31337 is new in this database: it is read from block 1 on."));
    }

    [TestCase("audit")]
    [TestCase("replay", "--into", "fresh.db")]
    public async Task What_only_looks_at_books_makes_none(params string[] arguments)
    {
        EndedProcess ended = await GatewayProcess.RunAsync(Folder, Settings(), arguments);

        Assert.That(ended.ExitCode, Is.EqualTo(1), ended.Everything);
        Assert.That(ended.Error, Does.Contain($"There are no books at {Folder.Database}").And.Contains("ChainTips:Database"));
        Assert.That(File.Exists(Folder.Database), Is.False);
    }

    [TestCase("another program's table", "Name another file", Description = "a foreign database")]
    [TestCase("a newer migration", "Start the newer version")]
    [TestCase("no database", "Restore it from a backup", Description = "a text")]
    [TestCase("half of it", "Restore it from a backup", Description = "a copy that was cut short")]
    [TestCase("a page of noise", "Restore it from a backup", Description = "the page of the schema")]
    public async Task A_file_that_cannot_be_used_ends_it_with_what_to_do_and_stays_as_it_is(string content, string remedy)
    {
        Spoil(content);
        byte[] before = await File.ReadAllBytesAsync(Folder.Database);

        EndedProcess ended = await GatewayProcess.RunAsync(Folder, Settings(), "serve", "--urls", "http://127.0.0.1:0");

        Assert.That(ended.ExitCode, Is.EqualTo(1), ended.Everything);
        Assert.That(ended.Error, Does.Contain(Folder.Database).And.Contains(remedy).And.Not.Contain("   at "));
        Assert.That(await File.ReadAllBytesAsync(Folder.Database), Is.EqualTo(before));
    }

    private void Spoil(string content)
    {
        DatabaseRows rows = new(Folder.Database);
        if (content == "another program's table")
        {
            rows.Execute("CREATE TABLE notes (text TEXT)");
            return;
        }

        SqliteDatabase.Open(Folder.Database, TimeProvider.System).Database.Dispose();
        byte[] file = File.ReadAllBytes(Folder.Database);
        switch (content)
        {
            case "a newer migration":
                rows.Execute("INSERT INTO migrations (number, name, checksum, applied_at) VALUES (9999, '9999_later', 'x', 0)");
                break;
            case "no database":
                File.WriteAllText(Folder.Database, "These are not the books that you are looking for.", Encoding.UTF8);
                break;
            case "half of it":
                File.WriteAllBytes(Folder.Database, file[..(file.Length / 2)]);
                break;
            default:
                file.AsSpan(100, 3_000).Fill(0xa5);
                File.WriteAllBytes(Folder.Database, file);
                break;
        }
    }

    private async Task<EndedProcess> ServeAsync(string until)
    {
        using GatewayProcess gateway = GatewayProcess.Start(Folder, Settings(), "serve", "--urls", "http://127.0.0.1:0");
        await gateway.UntilSaidAsync(until);
        gateway.Terminate();
        int exitCode = await gateway.EndAsync();
        Assert.That(exitCode, Is.Zero, gateway.Everything);
        return new EndedProcess(exitCode, gateway.Output, gateway.Error);
    }

    private Dictionary<string, string?> Settings() => new(LocalChain.Configure(Node.Endpoint, "__"))
    {
        ["ChainTips__Chains__31337__StartBlock"] = "1",
    };
}
