using ChainTips.Simulation.Mining;

namespace ChainTips.Simulation.Running;

/// <summary>A clock that stands still until the simulation moves it; timers ring while it is moved, in order.</summary>
internal sealed class SimulatedClock : TimeProvider
{
    private readonly HashSet<Alarm> _alarms = [];
    private DateTimeOffset _now = SimulatedWorld.Genesis.AddDays(1);

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => _now;

    /// <inheritdoc/>
    public override long GetTimestamp() => _now.UtcTicks;

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
        DateTimeOffset end = _now + time;
        while (_alarms.Where(alarm => alarm.Due <= end).MinBy(alarm => alarm.Due) is Alarm next)
        {
            _now = next.Due > _now ? next.Due : _now;
            next.Ring();
        }

        _now = end;
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

        public void Ring()
        {
            clock._alarms.Remove(this);
            if (_period > TimeSpan.Zero)
            {
                Due += _period;
                clock._alarms.Add(this);
            }

            ring();
        }

        public void Dispose() => clock._alarms.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
