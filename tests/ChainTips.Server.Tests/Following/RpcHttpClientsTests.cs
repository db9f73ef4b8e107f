using System.Net;
using ChainTips.Server.Following;
using ChainTips.Server.Tests.Running;
using Microsoft.AspNetCore.Http;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace ChainTips.Server.Tests.Following;

[CancelAfter(120_000)]
[Description("F26, F27")]
internal sealed class RpcHttpClientsTests
{
    private static readonly TimeSpan TryLimit = TimeSpan.FromSeconds(10);

    private readonly ManualClock _clock = new();
    private ScriptedNode _node = null!;
    private HttpClient _http = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _node = await ScriptedNode.StartAsync();
        _http = RpcHttpClients.Create(_clock);
    }

    [TearDown]
    public async Task StopAsync()
    {
        _http.Dispose();
        await _node.DisposeAsync();
    }

    [TestCase(408)]
    [TestCase(429)]
    [TestCase(500)]
    [TestCase(502)]
    [TestCase(503)]
    public async Task A_status_that_may_pass_is_tried_again(int status)
    {
        _node.Illness = Failing(2, status);

        Task<HttpResponseMessage> asking = AskAsync();
        IReadOnlyList<TimeSpan> waits = await RunAsync(asking);

        Assert.That((await asking).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(_node.Questions, Is.EqualTo(3));
        Assert.That(waits, Has.Count.EqualTo(2));
        Assert.That(waits, Is.All.InRange(TimeSpan.FromTicks(1), TimeSpan.FromSeconds(5)));
    }

    [Test]
    public async Task Four_tries_are_enough()
    {
        _node.Illness = Failing(int.MaxValue, 503);

        Task<HttpResponseMessage> asking = AskAsync();
        await RunAsync(asking);

        Assert.That((await asking).StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(_node.Questions, Is.EqualTo(4));
    }

    [TestCase(301)]
    [TestCase(400)]
    [TestCase(401)]
    [TestCase(404)]
    public async Task A_status_that_stays_is_not_tried_again(int status)
    {
        _node.Illness = Failing(int.MaxValue, status);

        Task<HttpResponseMessage> asking = AskAsync();
        IReadOnlyList<TimeSpan> waits = await RunAsync(asking);

        Assert.That((int)(await asking).StatusCode, Is.EqualTo(status));
        Assert.That(_node.Questions, Is.EqualTo(1));
        Assert.That(waits, Is.Empty);
    }

    [Test]
    public async Task A_refused_connection_is_tried_again_and_told_in_the_end()
    {
        using RefusedPort port = new();

        Task<HttpResponseMessage> asking = AskAsync($"http://127.0.0.1:{port.Number}");
        IReadOnlyList<TimeSpan> waits = await RunAsync(asking);

        Assert.That(async () => await asking, Throws.InstanceOf<HttpRequestException>());
        Assert.That(waits, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task A_connection_that_breaks_is_tried_again()
    {
        int left = 1;
        _node.Illness = http =>
        {
            if (Interlocked.Decrement(ref left) >= 0)
            {
                http.Abort();
            }

            return Task.CompletedTask;
        };

        Task<HttpResponseMessage> asking = AskAsync();
        await RunAsync(asking);

        Assert.That((await asking).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(_node.Questions, Is.EqualTo(2));
    }

    [TestCase(429)]
    [TestCase(503)]
    public async Task The_wait_that_a_node_asks_for_is_kept(int status)
    {
        _node.Illness = Failing(1, status, "7");

        Task<HttpResponseMessage> asking = AskAsync();
        IReadOnlyList<TimeSpan> waits = await RunAsync(asking);

        Assert.That((await asking).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(waits, Is.EqualTo([TimeSpan.FromSeconds(7)]));
    }

    [Test]
    public async Task A_node_that_says_nothing_is_given_up_after_ten_seconds_a_try()
    {
        _node.Illness = http => Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);

        Task<HttpResponseMessage> asking = AskAsync();
        int tries = 0;
        IReadOnlyList<TimeSpan> waits = await _clock.RunAsync(
            asking, wait => wait < TryLimit || (_node.Questions > tries && Interlocked.Increment(ref tries) > 0));

        HttpRequestException error = await Caught.ByAsync<HttpRequestException>(() => asking);
        Assert.That(error.Message, Is.EqualTo("The node did not answer within 10 seconds."));
        Assert.That(error.InnerException, Is.TypeOf<TimeoutRejectedException>());
        Assert.That(waits.Count(wait => wait == TimeSpan.FromSeconds(10)), Is.EqualTo(4));
        Assert.That(_node.Questions, Is.EqualTo(4));
    }

    [Test]
    public async Task A_node_that_fails_all_the_time_gets_a_rest_and_another_chance()
    {
        _node.Illness = Failing(int.MaxValue, 500);
        await FailAsync();
        await FailAsync();
        HttpRequestException opening = await FailWithErrorAsync();
        int asked = _node.Questions;

        HttpRequestException resting = await FailWithErrorAsync();

        Assert.That(opening.InnerException, Is.InstanceOf<BrokenCircuitException>());
        Assert.That(resting.Message, Is.EqualTo("The node failed so often that it is not asked for a few seconds."));
        Assert.That(_node.Questions, Is.EqualTo(asked).And.EqualTo(10));

        _node.Illness = null;
        _clock.Move(TimeSpan.FromSeconds(6));
        Task<HttpResponseMessage> asking = AskAsync();
        await RunAsync(asking);

        Assert.That((await asking).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_caller_who_gives_up_is_not_kept_waiting()
    {
        using CancellationTokenSource stop = new();
        _node.Illness = http => Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        Task<HttpResponseMessage> asking = AskAsync(cancellationToken: stop.Token);

        await stop.CancelAsync();

        Assert.That(async () => await asking, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task The_same_body_is_sent_at_every_try()
    {
        List<string> bodies = [];
        _node.Illness = async http =>
        {
            using StreamReader reader = new(http.Request.Body);
            bodies.Add(await reader.ReadToEndAsync());
            http.Response.StatusCode = bodies.Count < 3 ? 503 : 200;
        };

        Task<HttpResponseMessage> asking = AskAsync();
        await RunAsync(asking);

        Assert.That(bodies, Is.EqualTo([Question, Question, Question]));
    }

    private const string Question = """{"jsonrpc":"2.0","id":1,"method":"eth_chainId","params":[]}""";

    private static RequestDelegate Failing(int times, int status, string? retryAfter = null)
    {
        int left = times;
        return http =>
        {
            bool fails = Interlocked.Decrement(ref left) >= 0;
            http.Response.StatusCode = fails ? status : 200;
            if (fails && retryAfter is not null)
            {
                http.Response.Headers.RetryAfter = retryAfter;
            }

            return Task.CompletedTask;
        };
    }

    /// <summary>Moves the clock over the waits between tries. A try that is under way is waited for, however busy the machine is.</summary>
    private Task<IReadOnlyList<TimeSpan>> RunAsync(Task asking) => _clock.RunAsync(asking, wait => wait < TryLimit);

    private async Task FailAsync()
    {
        Task<HttpResponseMessage> asking = AskAsync();
        await RunAsync(asking);
        Assert.That((await asking).StatusCode, Is.EqualTo(HttpStatusCode.InternalServerError));
    }

    private async Task<HttpRequestException> FailWithErrorAsync()
    {
        Task<HttpResponseMessage> asking = AskAsync();
        await RunAsync(asking);
        return await Caught.ByAsync<HttpRequestException>(() => asking);
    }

    private Task<HttpResponseMessage> AskAsync(string? url = null, CancellationToken cancellationToken = default) =>
        _http.PostAsync(url ?? _node.Endpoint, new StringContent(Question), cancellationToken);
}
