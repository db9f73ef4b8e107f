using System.Globalization;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Chain;

/// <summary>Keeps book of how one endpoint answers, and says when it may be asked. Thread-safe.</summary>
/// <param name="chainId">The chain.</param>
/// <param name="name">The endpoint's address as it may be shown.</param>
/// <param name="clock">The gateway's own time.</param>
public sealed class EndpointHealth(ulong chainId, string name, TimeProvider clock)
{
    private static readonly TimeSpan CheckEvery = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan AfterLie = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan AfterBill = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan AfterSlowness = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AfterRateLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<RejectionReason, long> _rejected = [];
    private BlockNumber? _head;
    private DateTimeOffset? _lastAnswerAt;
    private DateTimeOffset _restsUntil = DateTimeOffset.MinValue;
    private DateTimeOffset _checkAt = DateTimeOffset.MinValue;
    private string? _lastFault;
    private string? _exclusion;
    private int _failures;
    private long _requests;

    /// <summary>The endpoint's address as it may be shown.</summary>
    public string Name => name;

    /// <summary>Why it is not asked any more; null while it is.</summary>
    public string? Exclusion => Read(() => _exclusion);

    /// <summary>Whether its chain must be checked before it is asked: at first, after a broken connection, every five minutes.</summary>
    public bool NeedsCheck => Read(() => clock.GetUtcNow() >= _checkAt);

    /// <summary>The newest block that it reported; null before.</summary>
    public BlockNumber? Head => Read(() => _head);

    /// <summary>Until when others are asked before it.</summary>
    public DateTimeOffset RestsUntil => Read(() => _restsUntil);

    /// <summary>How it stands now.</summary>
    public EndpointState State => Read(() => new EndpointState(
        name,
        _exclusion is not null ? EndpointCondition.Excluded
            : _restsUntil > clock.GetUtcNow() ? EndpointCondition.Resting
            : _checkAt == DateTimeOffset.MinValue ? EndpointCondition.Unverified
            : EndpointCondition.Ready,
        _head,
        _lastAnswerAt,
        _lastFault,
        _restsUntil > clock.GetUtcNow() ? _restsUntil : null,
        Interlocked.Read(ref _requests),
        new Dictionary<RejectionReason, long>(_rejected)));

    /// <summary>Counts one HTTP request, with its status or how it failed.</summary>
    public void CountRequest(string outcome)
    {
        Interlocked.Increment(ref _requests);
        ChainMetrics.CountRequest(chainId, name, outcome);
    }

    /// <summary>It was found to serve the configured chain.</summary>
    public void Verified() => Write(() => _checkAt = clock.GetUtcNow() + CheckEvery);

    /// <summary>It serves another chain.</summary>
    public void Exclude(string reason) => Write(() =>
    {
        _exclusion ??= reason;
        _lastFault = reason;
    });

    /// <summary>It reported its newest block.</summary>
    public void SawHead(BlockNumber head) => Write(() => _head = head);

    /// <summary>It answered without fault.</summary>
    public void Succeeded() => Write(() =>
    {
        _lastAnswerAt = clock.GetUtcNow();
        _failures = 0;
    });

    /// <summary>It had not answered yet when another one did that was asked much later.</summary>
    public void WasSlow(TimeSpan waited) => Write(() =>
    {
        _lastFault = string.Create(CultureInfo.InvariantCulture, $"It had not answered after {waited.TotalSeconds:0.0} s, and another endpoint had.");
        DateTimeOffset until = clock.GetUtcNow() + AfterSlowness;
        _restsUntil = until > _restsUntil ? until : _restsUntil;
    });

    /// <summary>Its answer was not believed.</summary>
    public void Reject(RejectionReason reason)
    {
        Write(() => _rejected[reason] = _rejected.GetValueOrDefault(reason) + 1);
        ChainMetrics.CountRejection(chainId, name, reason);
    }

    /// <summary>It failed; how long it rests depends on how.</summary>
    public void Failed(EthereumRpcException error)
    {
        if (RejectionOf(error) is RejectionReason reason)
        {
            Reject(reason);
        }

        Write(() =>
        {
            _lastFault = error.Message;
            DateTimeOffset until = clock.GetUtcNow() + RestAfter(error);
            _restsUntil = until > _restsUntil ? until : _restsUntil;
            _checkAt = error is JsonRpcTransportException && _checkAt != DateTimeOffset.MinValue ? clock.GetUtcNow() : _checkAt;
        });
    }

    private static RejectionReason? RejectionOf(EthereumRpcException error) => error switch
    {
        InconsistentAnswerException lie => lie.Reason,
        MalformedResponseException => RejectionReason.Malformed,
        _ => null,
    };

    private TimeSpan RestAfter(EthereumRpcException error) => error switch
    {
        InconsistentAnswerException => AfterLie,
        UnknownBlockException or MissingTransactionReceiptException => TimeSpan.Zero,
        _ => error.Kind switch
        {
            RpcErrorKind.UnknownBlock => TimeSpan.Zero,
            RpcErrorKind.Billing => AfterBill,
            RpcErrorKind.RateLimited => RetryAfter(error) ?? AfterRateLimit,
            RpcErrorKind.Transient => RetryAfter(error) ?? Backoff(),
            _ => LongestRest,
        },
    };

    /// <summary>One second, doubled with every failure in a row.</summary>
    private TimeSpan Backoff()
    {
        _failures = Math.Min(_failures + 1, 7);
        TimeSpan rest = TimeSpan.FromSeconds(1 << (_failures - 1));
        return rest < LongestRest ? rest : LongestRest;
    }

    private static TimeSpan? RetryAfter(EthereumRpcException error) => error switch
    {
        JsonRpcErrorException answered => answered.RetryAfter,
        JsonRpcTransportException failed => failed.RetryAfter,
        _ => null,
    };

    private T Read<T>(Func<T> read)
    {
        lock (_lock)
        {
            return read();
        }
    }

    private void Write(Action write)
    {
        lock (_lock)
        {
            write();
        }
    }
}
