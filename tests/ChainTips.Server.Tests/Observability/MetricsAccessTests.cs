using ChainTips.Server.Observability;
using ChainTips.Server.Tests.Running;
using Microsoft.Extensions.DependencyInjection;

namespace ChainTips.Server.Tests.Observability;

/// <summary>Who may read <c>/metrics</c>.</summary>
[CancelAfter(30_000)]
[Parallelizable(ParallelScope.All)]
internal sealed class MetricsAccessTests
{
    [Test]
    public async Task Without_a_setting_it_takes_a_key()
    {
        await using RunningGateway gateway = await RunningGateway.StartAsync();

        Answer withKey = await gateway.GetAsync("/metrics");
        gateway.Key = null;
        Answer without = await gateway.GetAsync("/metrics");
        gateway.Key = "key_00000000000000000000000000.00";
        Answer withOther = await gateway.GetAsync("/metrics");

        Assert.That(withKey.Status, Is.EqualTo(200));
        Assert.That(withKey.MediaType, Is.EqualTo("text/plain; version=0.0.4; charset=utf-8"));
        Assert.That((without.Status, without.Code), Is.EqualTo((401, "key_missing")));
        Assert.That((withOther.Status, withOther.Code), Is.EqualTo((401, "key_invalid")));
    }

    [Test]
    public async Task Open_to_everybody_it_takes_none()
    {
        await using RunningGateway gateway = await StartAsync("Open");

        Assert.That((await AskAsync(gateway, "X-Forwarded-For", "203.0.113.9")).Status, Is.EqualTo(200));
    }

    [TestCase("Accept", "*/*", 200)]
    [TestCase("Host", "localhost", 200)]
    [TestCase("Host", "[::1]:5080", 200)]
    [TestCase("Host", "tips.example", 403, Description = "A proxy that hands on the host, or a page that made its name point here")]
    [TestCase("X-Forwarded-For", "203.0.113.9", 403)]
    [TestCase("Forwarded", "for=203.0.113.9", 403, Description = "RFC 7239")]
    [TestCase("Via", "1.1 proxy", 403, Description = "RFC 9110 7.6.3")]
    [TestCase("X-Real-IP", "127.0.0.1", 403)]
    public async Task For_the_machine_alone_it_refuses_what_came_through_a_proxy(string header, string value, int expected)
    {
        await using RunningGateway gateway = await StartAsync("Loopback");

        Answer answer = await AskAsync(gateway, header, value);

        Assert.That(answer.Status, Is.EqualTo(expected), answer.Body);
        Assert.That(answer.Code, Is.EqualTo(expected == 200 ? null : "metrics_local_only"));
    }

    [Test]
    public async Task Switched_off_there_is_no_such_path_and_nothing_is_gathered()
    {
        await using RunningGateway gateway = await StartAsync("Off");

        Answer answer = await gateway.GetAsync("/metrics");

        Assert.That((answer.Status, answer.Code), Is.EqualTo((404, "path_unknown")));
        Assert.That(gateway.App.Services.GetService<GatewayTelemetry>(), Is.Null);
    }

    [Test]
    public async Task Reading_it_is_not_counted_as_a_request()
    {
        await using RunningGateway gateway = await RunningGateway.StartAsync();
        await gateway.GetAsync("/v1/chains");
        await gateway.GetAsync("/metrics");

        Scrape scrape = await Scrape.OfAsync(gateway);

        Assert.That(scrape.Text, Does.Contain("http_route=\"/v1/chains\"").And.Not.Contain("http_route=\"/metrics\""));
    }

    private static Task<RunningGateway> StartAsync(string access) => RunningGateway.StartAsync(new() { ["ChainTips:Metrics"] = access });

    private static Task<Answer> AskAsync(RunningGateway gateway, string header, string value)
    {
        gateway.Key = null;
        HttpRequestMessage request = new(HttpMethod.Get, "/metrics");
        request.Headers.TryAddWithoutValidation(header, value);
        return gateway.SendAsync(request);
    }
}
