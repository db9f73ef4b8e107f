using ChainTips.Simulation.Mining;

namespace ChainTips.Simulation.Running;

/// <summary>A clock that stands still until the simulation moves it; timers ring while it is moved, in order. It is of one thread.</summary>
internal sealed class SimulatedClock : TimeProvider
{
    private readonly List<Alarm> _alarms = [];
    private DateTimeOffset _now = SimulatedWorld.Genesis.AddDays(1);

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => _now;

    /// <inheritdoc/>
    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Alarm alarm = new(this, () => callback(state));
        alarm.Change(dueTime, period);
        return alarm;
    }

    /// <summary>Lets time pass, and rings what becomes due.</summary>
    public void Advance(TimeSpan time)
    {
        DateTimeOffset end = GetUtcNow() + time;
        while (TakeNext(end) is Alarm next)
        {
            next.Ring();
        }

        _now = end > _now ? end : _now;
    }

    /// <summary>Lets time pass until the next alarm rings; false when none is set.</summary>
    public bool AdvanceToNextAlarm()
    {
        Alarm? next = TakeNext(DateTimeOffset.MaxValue);
        next?.Ring();
        return next is not null;
    }

    /// <summary>Waits until some time has passed, or for ever, or until it is given up; whoever waits goes on at once.</summary>
    public async Task WaitAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        TaskCompletionSource over = new();
        using CancellationTokenRegistration givenUp = cancellationToken.Register(() => over.TrySetCanceled(cancellationToken));
        await using ITimer timer = CreateTimer(_ => over.TrySetResult(), null, time, Timeout.InfiniteTimeSpan);
        await over.Task;
    }

    private Alarm? TakeNext(DateTimeOffset end)
    {
        Alarm? next = null;
        foreach (Alarm alarm in _alarms)
        {
            next = alarm.Due <= end && (next is null || alarm.Due < next.Due) ? alarm : next;
        }

        if (next is not null)
        {
            _now = next.Due > _now ? next.Due : _now;
            next.Pass();
        }

        return next;
    }

    private sealed class Alarm(SimulatedClock clock, Action ring) : ITimer
    {
        private TimeSpan _period;

        public DateTimeOffset Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _period = period;
            clock._alarms.Remove(this);
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                Due = clock._now + dueTime;
                clock._alarms.Add(this);
            }

            return true;
        }

        /// <summary>Sets it for the next period, or not again.</summary>
        public void Pass()
        {
            clock._alarms.Remove(this);
            if (_period > TimeSpan.Zero)
            {
                Due += _period;
                clock._alarms.Add(this);
            }
        }

        public void Ring() => ring();

        public void Dispose() => clock._alarms.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
