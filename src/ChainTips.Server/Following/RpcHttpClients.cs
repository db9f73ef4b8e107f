using System.Globalization;
using System.Threading.RateLimiting;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace ChainTips.Server.Following;

/// <summary>Makes the HTTP client of a node: each try has a time limit, failed tries are repeated with jitter, a dead node gets a rest.</summary>
/// <remarks>Only for questions. Sending a transaction must never be repeated blindly, for the first try may have arrived.</remarks>
internal static class RpcHttpClients
{
    private static readonly TimeSpan TryLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    /// <summary>The client of one node, to be kept as long as the node is asked.</summary>
    public static HttpClient Create(TimeProvider clock) => Create(clock, new RequestBudget(null, 3), _ => { });

    /// <summary>The client of one node with a budget.</summary>
    /// <param name="clock">The gateway's own time.</param>
    /// <param name="budget">How much may be asked.</param>
    /// <param name="count">Is told of every request, repetitions too, with its status or <c>failed</c>.</param>
    public static HttpClient Create(TimeProvider clock, RequestBudget budget, Action<string> count)
    {
        SocketsHttpHandler sockets = new()
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = System.Net.DecompressionMethods.All,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        CountingHandler counting = new(count) { InnerHandler = sockets };
        return new HttpClient(new ResilienceHandler(CreatePipeline(clock, budget.Repetitions), LimiterOf(budget)) { InnerHandler = counting })
        {
            // The pipeline limits each try; this only bounds the reading of a body that never ends.
            Timeout = TimeSpan.FromMinutes(2),
        };
    }

    /// <summary>Repeat, then rest, then limit, from the outside in.</summary>
    public static ResiliencePipeline<HttpResponseMessage> CreatePipeline(TimeProvider clock, int repetitions)
    {
        PredicateBuilder<HttpResponseMessage> isTransient = new PredicateBuilder<HttpResponseMessage>()
            .Handle<HttpRequestException>()
            .Handle<TimeoutRejectedException>()
            .HandleResult(answer => (int)answer.StatusCode is 408 or 429 or >= 500);
        return new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                ShouldHandle = isTransient,
                MaxRetryAttempts = repetitions,
                Delay = TimeSpan.FromMilliseconds(200),
                MaxDelay = TimeSpan.FromSeconds(5),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                DelayGenerator = arguments => ValueTask.FromResult(WaitAskedFor(arguments.Outcome.Result, clock)),
            })
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<HttpResponseMessage>
            {
                ShouldHandle = isTransient,
                FailureRatio = 0.9,
                MinimumThroughput = 10,
                SamplingDuration = TimeSpan.FromSeconds(30),
                BreakDuration = TimeSpan.FromSeconds(5),
            })
            .AddTimeout(TryLimit)
            .Build();
    }

    /// <summary>What the node asks to wait for; whoever asks for longer than we wait is asked again at the next look at the head.</summary>
    private static TimeSpan? WaitAskedFor(HttpResponseMessage? answer, TimeProvider clock) =>
        answer?.Headers.RetryAfter switch
        {
            { Delta: TimeSpan wait } => Shorter(wait),
            { Date: DateTimeOffset until } when until > clock.GetUtcNow() => Shorter(until - clock.GetUtcNow()),
            _ => null,
        };

    private static TimeSpan Shorter(TimeSpan wait) => wait < LongestWait ? wait : LongestWait;

    private static TokenBucketRateLimiter? LimiterOf(RequestBudget budget) => budget.PerSecond is not int rate ? null : new(new()
    {
        TokenLimit = rate,
        TokensPerPeriod = rate,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        QueueLimit = int.MaxValue,
    });

    private sealed class CountingHandler(Action<string> count) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            string outcome = "failed";
            try
            {
                HttpResponseMessage answer = await base.SendAsync(request, cancellationToken);
                outcome = ((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture);
                return answer;
            }
            finally
            {
                count(outcome);
            }
        }
    }

    private sealed class ResilienceHandler(ResiliencePipeline<HttpResponseMessage> pipeline, RateLimiter? limiter) : DelegatingHandler
    {
        protected override void Dispose(bool disposing)
        {
            limiter?.Dispose();
            base.Dispose(disposing);
        }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            // A request waits for its turn before its time begins to run.
            using RateLimitLease? turn = limiter is null ? null : await limiter.AcquireAsync(1, cancellationToken);
            try
            {
                return await pipeline.ExecuteAsync(
                    async token => await base.SendAsync(request, token), cancellationToken);
            }
            catch (Exception error) when (error is BrokenCircuitException or TimeoutRejectedException)
            {
                throw new HttpRequestException(
                    error is BrokenCircuitException
                        ? "The node failed so often that it is not asked for a few seconds."
                        : $"The node did not answer within {TryLimit.TotalSeconds} seconds.",
                    error);
            }
        }
    }
}
