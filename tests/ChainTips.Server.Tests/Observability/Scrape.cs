using System.Globalization;
using System.Text.RegularExpressions;
using ChainTips.Server.Tests.Running;

namespace ChainTips.Server.Tests.Observability;

/// <summary>What <c>/metrics</c> answered, read as Prometheus reads it.</summary>
internal sealed partial class Scrape
{
    private readonly Dictionary<string, double> _series = [];

    public Scrape(string text)
    {
        Text = text;
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith('#')))
        {
            Match match = Series().Match(line);
            string labels = string.Join(',', Label().Matches(match.Groups["labels"].Value).Select(label => $"{label.Groups["name"]}={label.Groups["value"]}"));
            string value = match.Groups["value"].Value.Replace("Inf", "Infinity", StringComparison.Ordinal);
            _series.Add($"{match.Groups["name"]}{{{labels}}}", double.Parse(value, CultureInfo.InvariantCulture));
        }
    }

    public string Text { get; }

    /// <summary>The types by the names of the families.</summary>
    public IReadOnlyDictionary<string, string> Types => Family().Matches(Text).ToDictionary(
        match => match.Groups["name"].Value, match => match.Groups["type"].Value);

    /// <summary>The meanings by the names of the families.</summary>
    public IReadOnlyDictionary<string, string> Helps => Family().Matches(Text).ToDictionary(
        match => match.Groups["name"].Value, match => match.Groups["help"].Value);

    /// <summary>The value of a series; null when there is none.</summary>
    public double? this[string name, string labels = ""] => _series.TryGetValue($"{name}{{{labels}}}", out double value) ? value : null;

    public static async Task<Scrape> OfAsync(RunningGateway gateway)
    {
        Answer answer = await gateway.GetAsync("/metrics");
        Assert.That(answer.Status, Is.EqualTo(200), answer.Body);
        return new Scrape(answer.Body);
    }

    /// <summary>Reads until it is as wanted.</summary>
    public static async Task<Scrape> UntilAsync(RunningGateway gateway, Func<Scrape, bool> isWanted) =>
        new((await gateway.UntilAsync("/metrics", answer => answer.Status == 200 && isWanted(new Scrape(answer.Body)))).Body);

    /// <summary>The names of the labels of a family, in the order of the first series.</summary>
    public IReadOnlyList<string> LabelsOf(string family)
    {
        Match line = Regex.Match(Text, $@"^{Regex.Escape(family)}(?:_bucket)?(?:{{(?<labels>.*)}})? \S+$", RegexOptions.Multiline);
        return [.. Label().Matches(line.Groups["labels"].Value).Select(label => label.Groups["name"].Value).Where(name => name != "le")];
    }

    [GeneratedRegex(@"^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(?<labels>.*)\})? (?<value>\S+)$")]
    private static partial Regex Series();

    [GeneratedRegex(@"(?<name>[a-zA-Z_][a-zA-Z0-9_]*)=""(?<value>(?:[^""\\]|\\.)*)""")]
    private static partial Regex Label();

    [GeneratedRegex(@"^# HELP (?<name>\S+) (?<help>.*)\n# TYPE \k<name> (?<type>\S+)$", RegexOptions.Multiline)]
    private static partial Regex Family();
}
