using System.Diagnostics.Metrics;
using ChainTips.Server.Observability;

namespace ChainTips.Server.Tests.Observability;

/// <summary>A metric that this process has an instrument of, whether or not anything was measured by it yet.</summary>
internal sealed record PublishedMetric(string Meter, string Name, string Type, string Unit, string Meaning)
{
    /// <summary>Every metric of some meters, in the order of their names.</summary>
    public static IReadOnlyList<PublishedMetric> Of(IReadOnlyCollection<string> meters)
    {
        Dictionary<string, PublishedMetric> found = [];
        using MeterListener listener = new();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (meters.Contains(instrument.Meter.Name))
            {
                PublishedMetric metric = Of(instrument);
                lock (found)
                {
                    found[metric.Name] = metric;
                }
            }
        };
        listener.Start();
        lock (found)
        {
            return [.. found.Values.OrderBy(metric => metric.Name, StringComparer.Ordinal)];
        }
    }

    private static PublishedMetric Of(Instrument instrument)
    {
        string kind = instrument.GetType().Name;
        bool isCounter = kind.StartsWith("Counter", StringComparison.Ordinal) || kind.StartsWith("ObservableCounter", StringComparison.Ordinal);
        string type = isCounter ? "counter" : kind.StartsWith("Histogram", StringComparison.Ordinal) ? "histogram" : "gauge";
        return new PublishedMetric(
            instrument.Meter.Name,
            PrometheusName.Of(instrument.Name, instrument.Unit, isCounter),
            type,
            UnitOf(instrument.Unit),
            instrument.Description ?? "");
    }

    /// <summary>A unit (UCUM) as people read it.</summary>
    private static string UnitOf(string? unit) => unit switch
    {
        "s" => "seconds",
        "By" => "bytes",
        "1" => "0 or 1",
        "{block_number}" => "block number",
        null or "" => "",
        "{entry}" => "entries",
        _ => unit.Trim('{', '}') + "s",
    };
}
