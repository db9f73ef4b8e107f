using ChainTips.Server.Tests.Running;

namespace ChainTips.Server.Tests.Commands;

[CancelAfter(60_000)]
internal sealed class CommandLineTests
{
    private TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TemporaryFolder();

    [TearDown]
    public void DropFolder() => _folder.Dispose();

    [Test]
    public async Task The_help_names_every_command()
    {
        EndedProcess help = await RunAsync("--help");

        Assert.That(help.ExitCode, Is.Zero);
        Assert.That(help.Output, Does.Match(@"\bserve\b").And.Match(@"\bmigrate\b").And.Match(@"\bkey\b").And.Match(@"\bsimulate\b"));
        Assert.That(help.Output, Does.Contain("--config").And.Contains("--database"));
    }

    [TestCase("dance")]
    [TestCase("serve", "--dance")]
    [TestCase("key", "steal")]
    [TestCase("key", "revoke")]
    public async Task A_command_that_does_not_exist_is_refused(params string[] arguments)
    {
        EndedProcess run = await RunAsync(arguments);

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Error, Is.Not.Empty);
        Assert.That(Directory.EnumerateFileSystemEntries(_folder.Path), Is.Empty);
    }

    [Test]
    public async Task The_database_is_migrated_once()
    {
        EndedProcess first = await RunAsync("migrate", "--database", "tips.db");
        EndedProcess second = await RunAsync("migrate", "--database", "tips.db");

        Assert.That(first.ExitCode, Is.Zero, first.Everything);
        Assert.That(first.Output.Trim(), Does.StartWith($"The database {Path.Combine(_folder.Path, "tips.db")} was brought up to date: 0001_first_tip, 0002_rules_of_the_books, 0003_"));
        Assert.That(second.Output.Trim(), Is.EqualTo($"The database {Path.Combine(_folder.Path, "tips.db")} is up to date."));
        Assert.That(File.Exists(Path.Combine(_folder.Path, "tips.db")), Is.True);
    }

    [Test]
    public async Task A_file_that_is_no_database_is_left_alone()
    {
        string file = _folder.Write("notes.txt", string.Concat(Enumerable.Repeat("These are my notes.\n", 100)));
        string before = await File.ReadAllTextAsync(file);

        EndedProcess migrate = await RunAsync("migrate", "--database", file);

        Assert.That(migrate.ExitCode, Is.EqualTo(1));
        Assert.That(migrate.Error, Does.Contain($"'{file}' is no SQLite database").And.Not.Contain("   at "));
        Assert.That(await File.ReadAllTextAsync(file), Is.EqualTo(before));
    }

    [TestCase(null, "--config: ")]
    [TestCase("{ \"ChainTips\": ", "--config: ")]
    [TestCase("{ \"ChainTips\": { \"Databse\": \"x.db\" } }", "'Databse'")]
    public async Task A_configuration_file_that_cannot_be_used_is_explained(string? text, string expected)
    {
        string file = text is null ? Path.Combine(_folder.Path, "missing.json") : _folder.Write("chaintips.json", text);

        EndedProcess run = await RunAsync("migrate", "--config", file);

        Assert.That(run.ExitCode, Is.EqualTo(1), run.Everything);
        Assert.That(run.Error, Does.Contain("The configuration has faults:").And.Contains(expected).And.Not.Contain("   at "));
    }

    [Test]
    public async Task The_command_line_wins_over_the_environment_and_the_environment_over_the_file()
    {
        string file = _folder.Write("chaintips.json", """{ "ChainTips": { "Database": "file.db" } }""");

        EndedProcess byFile = await RunAsync("migrate", "--config", file);
        EndedProcess byEnvironment = await GatewayProcess.RunAsync(
            _folder, new() { ["CHAINTIPS__DATABASE"] = "environment.db" }, "migrate", "--config", file);
        EndedProcess byCommandLine = await GatewayProcess.RunAsync(
            _folder, new() { ["CHAINTIPS__DATABASE"] = "environment.db" }, "migrate", "--config", file, "--database", "command.db");

        Assert.That(byFile.Output, Does.Contain("/file.db was"));
        Assert.That(byEnvironment.Output, Does.Contain("/environment.db was"));
        Assert.That(byCommandLine.Output, Does.Contain("/command.db was"));
    }

    [Test]
    public async Task Serving_without_a_chain_is_refused()
    {
        EndedProcess run = await RunAsync();

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Error.Trim(), Does.StartWith("The configuration has faults:\n  - ChainTips:Chains: no chain is configured."));
    }

    [TestCase("https://127.0.0.1:0", "'https://127.0.0.1:0' is not http")]
    [TestCase("127.0.0.1:0", "Write it as http://127.0.0.1:5080.")]
    public async Task An_address_that_cannot_be_listened_at_is_explained(string url, string expected)
    {
        Dictionary<string, string?> settings = LocalChain.Configure("http://127.0.0.1:1", "__");

        EndedProcess run = await GatewayProcess.RunAsync(_folder, settings, "serve", "--urls", url);

        Assert.That(run.ExitCode, Is.EqualTo(1), run.Everything);
        Assert.That(run.Error, Does.Contain("Urls: ").And.Contains(expected).And.Not.Contain("   at "));
    }

    private Task<EndedProcess> RunAsync(params string[] arguments) => GatewayProcess.RunAsync(_folder, [], arguments);
}
