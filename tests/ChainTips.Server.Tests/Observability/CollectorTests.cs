using System.Net;
using System.Text;
using ChainTips.Server.Tests.Running;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace ChainTips.Server.Tests.Observability;

/// <summary>Metrics are sent to a collector (OTLP over HTTP) where the environment names one.</summary>
[CancelAfter(30_000)]
internal sealed class CollectorTests
{
    private readonly TaskCompletionSource<(string Path, string Header, string Body)> _received = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Test]
    public async Task A_collector_gets_what_is_measured_though_nobody_may_read_it()
    {
        await using WebApplication collector = await StartCollectorAsync();
        await using RunningGateway gateway = await RunningGateway.StartAsync(new()
        {
            ["ChainTips:Metrics"] = "Off",
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Urls.First(),
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_EXPORTER_OTLP_HEADERS"] = "x-collector-key=s3cret",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "50",
            ["OTEL_RESOURCE_ATTRIBUTES"] = "deployment.environment.name=tests",
        });

        (string path, string header, string body) = await _received.Task;

        Assert.That(path, Is.EqualTo("/v1/metrics"));
        Assert.That(header, Is.EqualTo("s3cret"));
        Assert.That(body, Does.Contain("chaintips.chain.applied_block").And.Contain("chaintips.payments").And.Contain("http.server.request.duration"));
        Assert.That(body, Does.Contain("service.name").And.Contain("deployment.environment.name"));
        Assert.That((await gateway.GetAsync("/metrics")).Status, Is.EqualTo(404));
    }

    [Test]
    public async Task A_collector_that_cannot_be_reached_disturbs_nothing()
    {
        using RefusedPort port = new();
        await using RunningGateway gateway = await RunningGateway.StartAsync(new()
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://127.0.0.1:{port.Number}",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "20",
        });

        await gateway.UntilAsync("/metrics", answer => new Scrape(answer.Body)["chaintips_chain_applied_block", "chain=31337"] > 0);

        Assert.That((await gateway.GetAsync("/health/ready")).Status, Is.EqualTo(200));
    }

    private async Task<WebApplication> StartCollectorAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        WebApplication app = builder.Build();
        app.Run(async http =>
        {
            using MemoryStream body = new();
            await http.Request.Body.CopyToAsync(body, http.RequestAborted);
            string text = Encoding.Latin1.GetString(body.ToArray());
            if (text.Contains("http.server.request.duration", StringComparison.Ordinal))
            {
                _received.TrySetResult((http.Request.Path, http.Request.Headers["x-collector-key"].ToString(), text));
            }

            http.Response.StatusCode = (int)HttpStatusCode.OK;
        });
        await app.StartAsync();
        return app;
    }
}
