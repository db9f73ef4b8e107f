namespace ChainTips.Server.Configuration;

/// <summary>Where the metrics go.</summary>
/// <param name="Access">Who may read <c>/metrics</c>.</param>
/// <param name="ArePushed">Whether they are sent to an OpenTelemetry collector too.</param>
internal sealed record MetricsSettings(MetricsAccess Access, bool ArePushed)
{
    /// <summary>
    /// Where a collector is, as the OpenTelemetry specification names it ("OpenTelemetry Protocol Exporter"): for
    /// everything, or for metrics alone. The other <c>OTEL_…</c> keys are read by the exporter itself.
    /// </summary>
    private static readonly string[] EndpointKeys = ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT"];

    /// <summary>Whether anybody asks for metrics at all.</summary>
    public bool AreWanted => ArePushed || Access != MetricsAccess.Off;

    /// <summary>Reads the settings.</summary>
    /// <param name="access">Who may read <c>/metrics</c>, as it was bound.</param>
    /// <param name="configuration">The whole configuration, with the environment.</param>
    /// <param name="faults">Takes what is wrong.</param>
    public static MetricsSettings Read(MetricsAccess access, IConfiguration configuration, ICollection<string> faults)
    {
        if (!Enum.IsDefined(access))
        {
            faults.Add($"ChainTips:Metrics: '{access}' is none of {string.Join(", ", Enum.GetNames<MetricsAccess>())}.");
        }

        string[] given = [.. EndpointKeys.Where(key => !string.IsNullOrWhiteSpace(configuration[key]))];
        foreach (string key in given.Where(key => !IsEndpoint(configuration[key]!)))
        {
            // The value may hold a password; the key says enough.
            faults.Add($"{key}: it must be the http or https URL of an OpenTelemetry collector, such as http://127.0.0.1:4317.");
        }

        return new MetricsSettings(access, given.Length > 0);
    }

    private static bool IsEndpoint(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https";
}
