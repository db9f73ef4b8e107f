using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace ChainTips.Server.Observability;

/// <summary>Writes metrics in the text format of Prometheus, version 0.0.4.</summary>
/// <remarks>Names follow the OpenTelemetry specification, "Prometheus and OpenMetrics Compatibility".</remarks>
internal sealed class PrometheusExporter : BaseExporter<Metric>
{
    /// <summary>The media type of the text.</summary>
    public const string MediaType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>What was exported last.</summary>
    public string Text { get; private set; } = "";

    public override ExportResult Export(in Batch<Metric> batch)
    {
        // Instruments of two meters may have one name; the format wants all their series together.
        SortedDictionary<string, PrometheusFamily> families = new(StringComparer.Ordinal);
        foreach (Metric metric in batch)
        {
            string name = PrometheusName.Of(metric.Name, metric.Unit, IsCounter(metric.MetricType));
            if (!families.TryGetValue(name, out PrometheusFamily? family))
            {
                family = new PrometheusFamily(name, TypeOf(metric.MetricType), metric.Description);
                families.Add(name, family);
            }

            AddPoints(family, metric);
        }

        Text = string.Concat(families.Values);
        return ExportResult.Success;
    }

    private static void AddPoints(PrometheusFamily family, Metric metric)
    {
        foreach (ref readonly MetricPoint point in metric.GetMetricPoints())
        {
            string labels = PrometheusLabels.Of(point.Tags);
            switch (metric.MetricType)
            {
                case MetricType.LongSum or MetricType.LongSumNonMonotonic:
                    family.Add(labels, point.GetSumLong());
                    break;
                case MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic:
                    family.Add(labels, point.GetSumDouble());
                    break;
                case MetricType.LongGauge:
                    family.Add(labels, point.GetGaugeLastValueLong());
                    break;
                case MetricType.DoubleGauge:
                    family.Add(labels, point.GetGaugeLastValueDouble());
                    break;
                case MetricType.Histogram:
                    family.AddHistogram(labels, point);
                    break;
                default:
                    // Exponential histograms, which have no form in this text and which nobody here asks for.
                    throw new System.Diagnostics.UnreachableException();
            }
        }
    }

    private static bool IsCounter(MetricType type) => type is MetricType.LongSum or MetricType.DoubleSum;

    private static string TypeOf(MetricType type) => type switch
    {
        MetricType.Histogram => "histogram",
        _ when IsCounter(type) => "counter",
        _ => "gauge",
    };
}
