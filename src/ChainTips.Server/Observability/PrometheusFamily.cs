using System.Globalization;
using OpenTelemetry.Metrics;

namespace ChainTips.Server.Observability;

/// <summary>All series of one name.</summary>
/// <param name="name">The name.</param>
/// <param name="type"><c>counter</c>, <c>gauge</c> or <c>histogram</c>.</param>
/// <param name="help">What it means.</param>
internal sealed class PrometheusFamily(string name, string type, string help)
{
    private readonly SortedDictionary<string, List<string>> _lines = new(StringComparer.Ordinal);

    /// <summary>Adds a series of one number.</summary>
    public void Add(string labels, double value) => LinesOf(labels).Add(Line(name, labels, Number(value)));

    /// <summary>Adds a series of one whole number.</summary>
    public void Add(string labels, long value) => LinesOf(labels).Add(Line(name, labels, Number(value)));

    /// <summary>Adds a histogram: each bucket counts what is at most its bound, and so all that the ones before it count.</summary>
    public void AddHistogram(string labels, in MetricPoint point)
    {
        List<string> lines = LinesOf(labels);
        long count = 0;
        foreach (HistogramBucket bucket in point.GetHistogramBuckets())
        {
            count += bucket.BucketCount;
            string bound = $"le=\"{Number(bucket.ExplicitBound)}\"";
            lines.Add(Line(name + "_bucket", labels.Length == 0 ? bound : $"{labels},{bound}", Number(count)));
        }

        lines.Add(Line(name + "_sum", labels, Number(point.GetHistogramSum())));
        lines.Add(Line(name + "_count", labels, Number(point.GetHistogramCount())));
    }

    /// <summary>The family as it stands in the text; nothing while it has no series.</summary>
    public override string ToString() => _lines.Count == 0
        ? ""
        : $"# HELP {name} {Escape(help)}\n# TYPE {name} {type}\n" + string.Concat(_lines.Values.SelectMany(lines => lines));

    private static string Line(string name, string labels, string value) =>
        labels.Length == 0 ? $"{name} {value}\n" : $"{name}{{{labels}}} {value}\n";

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    private static string Escape(string text) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal);

    private List<string> LinesOf(string labels)
    {
        if (!_lines.TryGetValue(labels, out List<string>? lines))
        {
            lines = [];
            _lines.Add(labels, lines);
        }

        return lines;
    }
}
