using System.Diagnostics.Metrics;
using ChainTips.Server.Observability;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace ChainTips.Server.Tests.Observability;

/// <summary>The text format of Prometheus, version 0.0.4, as its documentation "Exposition formats" describes it.</summary>
internal sealed class PrometheusExporterTests
{
    private Meter _meter = null!;
    private MeterProvider _provider = null!;
    private PrometheusExporter _exporter = null!;
    private BaseExportingMetricReader _reader = null!;

    [SetUp]
    public void Start()
    {
        string name = $"exporter-{TestContext.CurrentContext.Test.ID}";
        _meter = new Meter(name);
        _exporter = new PrometheusExporter();
        _reader = new BaseExportingMetricReader(_exporter);
        _provider = Sdk.CreateMeterProviderBuilder().AddMeter(name, name + "-other").AddReader(_reader).Build();
    }

    [TearDown]
    public void Stop()
    {
        _provider.Dispose();
        _reader.Dispose();
        _exporter.Dispose();
        _meter.Dispose();
    }

    [Test]
    public void Every_kind_of_instrument_is_written_as_the_format_says()
    {
        Counter<long> tips = _meter.CreateCounter<long>("tips.seen", "{tip}", "Tips.");
        tips.Add(2, new KeyValuePair<string, object?>("chain", 10UL), new("state", "ok"));
        tips.Add(3, new KeyValuePair<string, object?>("chain", 8453UL), new("state", "ok"));
        _meter.CreateCounter<double>("work.time", "s", "Time.").Add(0.25);
        UpDownCounter<int> open = _meter.CreateUpDownCounter<int>("open", "{connection}", "Open connections.");
        open.Add(3);
        open.Add(-1);
        _meter.CreateUpDownCounter<double>("level", null, "A level.").Add(-0.5);
        _meter.CreateObservableGauge("size", () => 4096L, "By", "How large.");
        _meter.CreateObservableGauge("age", () => 1.5, "s", "How old.");
        Histogram<int> depth = _meter.CreateHistogram(
            "depth", "{block}", "How deep.", null, new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 8] });
        foreach (int value in (int[])[1, 2, 2, 100])
        {
            depth.Record(value, new KeyValuePair<string, object?>("chain", 10UL));
        }

        Histogram<double> delay = _meter.CreateHistogram(
            "delay", "s", "How late.", null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 1] });
        delay.Record(0.75);

        Assert.That(Export(), Is.EqualTo("""
            # HELP age_seconds How old.
            # TYPE age_seconds gauge
            age_seconds 1.5
            # HELP delay_seconds How late.
            # TYPE delay_seconds histogram
            delay_seconds_bucket{le="0.5"} 0
            delay_seconds_bucket{le="1"} 1
            delay_seconds_bucket{le="+Inf"} 1
            delay_seconds_sum 0.75
            delay_seconds_count 1
            # HELP depth How deep.
            # TYPE depth histogram
            depth_bucket{chain="10",le="1"} 1
            depth_bucket{chain="10",le="2"} 3
            depth_bucket{chain="10",le="8"} 3
            depth_bucket{chain="10",le="+Inf"} 4
            depth_sum{chain="10"} 105
            depth_count{chain="10"} 4
            # HELP level A level.
            # TYPE level gauge
            level -0.5
            # HELP open Open connections.
            # TYPE open gauge
            open 2
            # HELP size_bytes How large.
            # TYPE size_bytes gauge
            size_bytes 4096
            # HELP tips_seen_total Tips.
            # TYPE tips_seen_total counter
            tips_seen_total{chain="10",state="ok"} 2
            tips_seen_total{chain="8453",state="ok"} 3
            # HELP work_time_seconds_total Time.
            # TYPE work_time_seconds_total counter
            work_time_seconds_total 0.25

            """));
    }

    [Test]
    public void What_would_break_a_line_is_escaped()
    {
        _meter.CreateCounter<long>("odd", null, "Back\\slash,\nline and \"quote\".")
            .Add(1, new KeyValuePair<string, object?>("text", "back\\slash, \"quote\"\nline"), new("größe", null), new("9th", true));

        Assert.That(Export(), Is.EqualTo(
            "# HELP odd_total Back\\\\slash,\\nline and \"quote\".\n# TYPE odd_total counter\n"
            + "odd_total{_9th=\"true\",gr__e=\"\",text=\"back\\\\slash, \\\"quote\\\"\\nline\"} 1\n"));
    }

    [Test]
    public void Labels_that_become_one_keep_both_values() =>
        Assert.That(ExportLabels(new("a.b", "second"), new("a-b", "first")), Is.EqualTo("a_b=\"first;second\""));

    [TestCase(double.PositiveInfinity, "+Inf")]
    [TestCase(double.NegativeInfinity, "-Inf")]
    [TestCase(double.NaN, "NaN")]
    [TestCase(1e21, "1E+21")]
    [TestCase(-0.1, "-0.1")]
    public void Any_number_is_written_so_that_Go_reads_it(double value, string expected)
    {
        _meter.CreateObservableGauge("number", () => value);

        Assert.That(Export(), Does.EndWith($"\nnumber {expected}\n"));
    }

    [Test]
    public void Instruments_of_one_name_are_one_family()
    {
        using Meter other = new(_meter.Name + "-other");
        _meter.CreateCounter<long>("same", null, "First.").Add(1, new KeyValuePair<string, object?>("from", "one"));
        _meter.CreateCounter<long>("between").Add(1);
        other.CreateCounter<long>("same", null, "Second.").Add(2, new KeyValuePair<string, object?>("from", "other"));

        Assert.That(Export(), Does.EndWith(
            "# HELP same_total First.\n# TYPE same_total counter\nsame_total{from=\"one\"} 1\nsame_total{from=\"other\"} 2\n"));
    }

    [Test]
    public void An_instrument_without_a_measurement_is_not_written()
    {
        _meter.CreateObservableGauge<long>("unknown", () => []);
        _meter.CreateCounter<long>("never");

        Assert.That(Export(), Is.Empty);
    }

    [Test]
    public void A_series_that_is_not_measured_any_more_goes()
    {
        bool isKnown = true;
        _meter.CreateObservableGauge("known", () => isKnown ? [new Measurement<long>(1)] : Array.Empty<Measurement<long>>());
        string before = Export();
        isKnown = false;

        Assert.That(before, Does.Contain("known 1"));
        Assert.That(Export(), Is.Empty);
    }

    [TestCase("http.server.request.duration", "s", false, "http_server_request_duration_seconds")]
    [TestCase("chain.lag_seconds", "s", false, "chain_lag_seconds", Description = "A unit that is there already is not repeated")]
    [TestCase("requests_total", "{request}", true, "requests_total")]
    [TestCase("gc.pause.time", "s", true, "gc_pause_time_seconds_total")]
    [TestCase("heap", "By", true, "heap_bytes_total")]
    [TestCase("wait", "ms", false, "wait_milliseconds")]
    [TestCase("ratio", "1", false, "ratio")]
    [TestCase("2xx-answers", null, true, "_2xx_answers_total")]
    public void A_name_is_made_of_name_and_unit(string name, string? unit, bool isCounter, string expected) =>
        Assert.That(PrometheusName.Of(name, unit, isCounter), Is.EqualTo(expected));

    private string ExportLabels(params KeyValuePair<string, object?>[] labels)
    {
        _meter.CreateCounter<long>("one").Add(1, labels);
        string text = Export();
        return text[(text.LastIndexOf('{') + 1)..text.LastIndexOf('}')];
    }

    private string Export()
    {
        Assert.That(_reader.Collect(), Is.True);
        return _exporter.Text;
    }
}
