using System.Diagnostics.Metrics;
using System.Reflection;
using ChainTips.Server.Configuration;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace ChainTips.Server.Observability;

/// <summary>Gathers the metrics: ours and the platform's, for whoever asks and for a collector.</summary>
internal sealed class GatewayTelemetry : IDisposable
{
    private const string Name = "chaintips";

    /// <summary>
    /// The labels that are kept of the platform's meters. The address behind a node's name is not, for a provider changes it all
    /// day; nor is the name of a pool of database connections, which is the connection string.
    /// </summary>
    private static readonly Dictionary<string, string[]> KeptLabels = new()
    {
        ["Microsoft.AspNetCore.Hosting"] =
            ["http.request.method", "http.route", "http.response.status_code", "error.type"],
        ["System.Net.Http"] =
        [
            "http.request.method", "http.response.status_code", "http.connection.state", "error.type",
            "server.address", "server.port",
        ],
        ["Npgsql"] = ["db.client.connection.state", "error.type", "db.response.status_code"],
    };

    private readonly Lock _lock = new();
    private readonly PrometheusExporter _exporter = new();
    private readonly BaseExportingMetricReader _reader;
    private readonly MeterProvider _provider;

    public GatewayTelemetry(GatewayConfiguration configuration, IConfiguration settings, IMeterFactory meters)
    {
        _reader = new BaseExportingMetricReader(_exporter)
        {
            TemporalityPreference = MetricReaderTemporalityPreference.Cumulative,
        };
        MeterProviderBuilder builder = Sdk.CreateMeterProviderBuilder()
            .ConfigureServices(services => services.AddSingleton(settings))
            .ConfigureResource(resource => resource
                .AddService(Name, serviceVersion: Version)
                .AddEnvironmentVariableDetector())
            .AddMeter([GatewayMetrics.MeterName, .. PlatformMeters])
            .AddView(instrument => ViewOf(instrument, meters))
            .AddReader(_reader);
        _provider = (configuration.Metrics.ArePushed ? builder.AddOtlpExporter() : builder).Build();
        meters.Create(GatewayMetrics.MeterName).CreateObservableGauge(
            "chaintips.build_info",
            () => new Measurement<int>(1, Label.Of("version", Version)),
            "1",
            "Always 1; the label says which version runs.");
    }

    /// <summary>The platform's own meters that are gathered too.</summary>
    public static IReadOnlyList<string> PlatformMeters { get; } = [.. KeptLabels.Keys, "System.Runtime"];

    private static string Version => typeof(GatewayTelemetry).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";

    /// <summary>Everything as it is now, in the text format of Prometheus.</summary>
    /// <exception cref="InvalidOperationException">The metrics could not be gathered.</exception>
    public string Read()
    {
        lock (_lock)
        {
            return _reader.Collect()
                ? _exporter.Text
                : throw new InvalidOperationException("The metrics could not be gathered.");
        }
    }

    public void Dispose() => _provider.Dispose();

    /// <summary>
    /// Another gateway in the same process, as in tests, has meters of the same names; they are told apart by who made them.
    /// </summary>
    private static MetricStreamConfiguration? ViewOf(Instrument instrument, IMeterFactory meters)
    {
        if (instrument.Meter.Scope is not null && !ReferenceEquals(instrument.Meter.Scope, meters))
        {
            return MetricStreamConfiguration.Drop;
        }

        return KeptLabels.TryGetValue(instrument.Meter.Name, out string[]? labels)
            ? new MetricStreamConfiguration { TagKeys = labels }
            : null;
    }
}
