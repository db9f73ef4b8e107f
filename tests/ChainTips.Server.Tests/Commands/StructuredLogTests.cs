using System.Text.Json.Nodes;
using ChainTips.Server.Tests.Running;

namespace ChainTips.Server.Tests.Commands;

/// <summary>The log in the form that the operator chose: for people, for a log collector, or for the journal of systemd.</summary>
[CancelAfter(60_000)]
internal sealed class StructuredLogTests : NodeTests
{
    [Test]
    public async Task As_json_every_line_is_an_object_with_its_facts_as_properties()
    {
        string output = await RunAsync("json");

        JsonObject[] lines = [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.AsObject())];
        JsonObject following = lines.Single(line => (int)line["EventId"]! == 1001);
        Assert.That((string)following["LogLevel"]!, Is.EqualTo("Information"));
        Assert.That((string)following["Category"]!, Is.EqualTo("ChainTips.Server.Following.ChainWatcher"));
        Assert.That((string)following["Timestamp"]!, Does.Match("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z$"));
        Assert.That((ulong)following["State"]!["ChainId"]!, Is.EqualTo(LocalChain.Id));
        Assert.That((string)following["State"]!["Endpoint"]!, Is.EqualTo(new Uri(Node.Endpoint).GetLeftPart(UriPartial.Authority)));
        Assert.That((string)following["Message"]!, Does.StartWith("Following chain 31337 (Local chain) at "));
    }

    [Test]
    public async Task Scopes_stand_there_when_they_are_asked_for()
    {
        string output = await RunAsync("json", new()
        {
            ["LOGGING__CONSOLE__FORMATTEROPTIONS__INCLUDESCOPES"] = "true",
            ["LOGGING__LOGLEVEL__MICROSOFT.ASPNETCORE"] = "Information",
        });

        IEnumerable<JsonNode> requests = output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonNode.Parse(line)!)
            .Where(line => (string?)line["State"]!["Path"] == "/health/live");
        Assert.That(requests, Is.Not.Empty);
        Assert.That(requests.All(line => line["Scopes"]!.AsArray().Any(scope => (string?)scope!["RequestPath"] == "/health/live")), Is.True, output);
    }

    [TestCase("simple", @"^[0-9T:-]{19}Z info: ChainTips\.Server\.Following\.ChainWatcher\[1001\] Following chain 31337 ")]
    [TestCase("systemd", @"^<6>[0-9T:-]{19}Z ChainTips\.Server\.Following\.ChainWatcher\[1001\] Following chain 31337 ")]
    [TestCase("JSON", @"^\{""Timestamp"".*""EventId"":1001,", Description = "In any case of letters")]
    public async Task The_other_forms_are_a_line_each_too(string form, string expected)
    {
        string output = await RunAsync(form);

        Assert.That(output.Split('\n').Where(line => line.Contains("Following chain", StringComparison.Ordinal)), Has.Exactly(1).Match(expected));
    }

    [Test]
    public async Task A_form_that_does_not_exist_is_refused()
    {
        EndedProcess run = await GatewayProcess.RunAsync(Folder, Settings("jsno"), "serve", "--urls", "http://127.0.0.1:0");

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Error, Does.Contain("Logging:Console:FormatterName: 'jsno' is none of json, simple, systemd."));
    }

    private async Task<string> RunAsync(string form, Dictionary<string, string?>? more = null)
    {
        Dictionary<string, string?> settings = new([.. Settings(form), .. more ?? []]);
        using GatewayProcess gateway = GatewayProcess.Start(Folder, settings, "serve", "--urls", "http://127.0.0.1:0");
        Uri url = await gateway.UntilListeningAsync();
        await gateway.UntilSaidAsync("Following chain 31337");
        using HttpClient http = new() { BaseAddress = url };
        await http.GetStringAsync("/health/live");
        gateway.Terminate();
        await gateway.EndAsync();
        return gateway.Output;
    }

    private Dictionary<string, string?> Settings(string form) =>
        new(LocalChain.Configure(Node.Endpoint, "__")) { ["LOGGING__CONSOLE__FORMATTERNAME"] = form };
}
