using System.Text.RegularExpressions;
using ChainTips.Ethereum.Primitives;
using ChainTips.Server.Observability;
using ChainTips.Server.Tests.Running;
using Microsoft.AspNetCore.Http;
using Npgsql;

namespace ChainTips.Server.Tests.Observability;

/// <summary>What <c>docs/operations/metrics.md</c> lists is what is exported, and nothing else.</summary>
[CancelAfter(60_000)]
[NonParallelizable]
internal sealed partial class MetricsDocumentTests
{
    private const string Update = "CHAINTIPS_UPDATE";
    private const string Head = "| metric | type | unit | labels | meaning |\n| --- | --- | --- | --- | --- |\n";

    private static readonly string Path = System.IO.Path.Combine(Checkout.Root, "docs", "operations", "metrics.md");

    [Test]
    public async Task The_table_of_the_gateway_is_what_it_exports_after_a_tip()
    {
        (Scrape scrape, IReadOnlyList<PublishedMetric> published) = await RunAsync();
        IEnumerable<string> rows = published.Select(
            metric => $"| `{metric.Name}` | {metric.Type} | {metric.Unit} | {string.Join(", ", scrape.LabelsOf(metric.Name))} | {metric.Meaning} |\n");
        string expected = Head + string.Concat(rows);
        string document = await File.ReadAllTextAsync(Path);
        if (Environment.GetEnvironmentVariable(Update) == "1")
        {
            document = OwnTable().Replace(document, _ => expected, 1);
            await File.WriteAllTextAsync(Path, document);
        }

        string[] documented = [.. OwnRow().Matches(document).Select(match => match.Groups["name"].Value)];
        Assert.That(documented, Is.Not.Empty);
        Assert.That(documented.Where(name => !scrape.Types.ContainsKey(name)), Is.Empty, scrape.Text);
        Assert.That(
            OwnTable().Match(document).Value,
            Is.EqualTo(expected),
            $"The metrics changed. If that is meant, run this test with {Update}=1, look at the difference of {Path} and commit it.");
    }

    [Test]
    public async Task Everything_that_is_exported_is_documented()
    {
        (Scrape scrape, _) = await RunAsync();
        string document = await File.ReadAllTextAsync(Path);

        Assert.That(scrape.Types.Keys.Where(name => !document.Contains($"`{name}`", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public async Task The_tables_of_the_platform_are_what_its_meters_have()
    {
        // Npgsql makes its instruments with its first connection string; nothing is connected to.
        await using NpgsqlDataSource source = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1");
        await using RunningGateway gateway = await RunningGateway.StartAsync();
        await Scrape.OfAsync(gateway);
        IEnumerable<string> expected = PublishedMetric.Of(GatewayTelemetry.PlatformMeters).Select(metric => $"{metric.Name} {metric.Type}");

        IEnumerable<string> documented = PlatformRow().Matches(await File.ReadAllTextAsync(Path))
            .Select(match => $"{match.Groups["name"].Value} {match.Groups["type"].Value}");

        Assert.That(documented, Is.EquivalentTo(expected));
    }

    [Test]
    public async Task The_alert_rules_are_about_metrics_that_exist()
    {
        (Scrape scrape, _) = await RunAsync();
        string document = await File.ReadAllTextAsync(Path);

        string[] used = [.. Expression().Matches(document).SelectMany(match => OwnName().Matches(match.Value)).Select(match => match.Value)];

        Assert.That(used, Has.Length.GreaterThanOrEqualTo(2));
        Assert.That(used.Where(name => !scrape.Types.ContainsKey(name)), Is.Empty);
    }

    /// <summary>A run in which everything that is counted happens: tips, a reorg, and an answer that is not believed.</summary>
    private static async Task<(Scrape Scrape, IReadOnlyList<PublishedMetric> Published)> RunAsync()
    {
        await using RunningGateway gateway = await RunningGateway.StartAsync();
        Answer request = await gateway.AskAsync(new { creator = await gateway.CreateCreatorAsync(), amount = "5" });
        gateway.Node.Chain.Mine(
            new ScriptedTip(Hash32.Parse(request.Text("paymentReference")), 5),
            new ScriptedTip(Hash32.Parse("0x" + new string('1', 64)), 7));
        await Scrape.UntilAsync(gateway, scrape => CreditedOf(scrape) == 1);
        gateway.Node.Chain.Reorg();
        await Scrape.UntilAsync(gateway, scrape => scrape.Types.ContainsKey("chaintips_reorg_depth"));
        gateway.Node.Illness = http => http.Response.WriteAsync("{");
        Scrape scrape = await Scrape.UntilAsync(
            gateway,
            scrape => scrape.Types.ContainsKey("chaintips_rpc_rejected_answers_total")
                && scrape["chaintips_pending_entries", "chain=31337"] is not null);
        return (scrape, PublishedMetric.Of([GatewayMetrics.MeterName]));
    }

    private static double? CreditedOf(Scrape scrape) => scrape["chaintips_payments_total", "chain=31337,rung=contract,state=credited"];

    [GeneratedRegex(@"^\| metric \| type \| unit \|.*\n(?:\|.*\n)+", RegexOptions.Multiline)]
    private static partial Regex OwnTable();

    [GeneratedRegex(@"^\| `(?<name>chaintips_[a-z0-9_]+)` \|", RegexOptions.Multiline)]
    private static partial Regex OwnRow();

    [GeneratedRegex(@"^\| `(?<name>(?!chaintips_)[a-z0-9_]+)` \| (?<type>counter|gauge|histogram) \|", RegexOptions.Multiline)]
    private static partial Regex PlatformRow();

    [GeneratedRegex(@"^ +expr: .*$", RegexOptions.Multiline)]
    private static partial Regex Expression();

    [GeneratedRegex(@"chaintips_[a-z0-9_]+")]
    private static partial Regex OwnName();
}
