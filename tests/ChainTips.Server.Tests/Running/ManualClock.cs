namespace ChainTips.Server.Tests.Running;

/// <summary>A clock that stands still until a test moves it, and knows what is waited for.</summary>
internal sealed class ManualClock : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<Alarm> _alarms = [];
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Alarm alarm = new(this, () => callback(state));
        alarm.Change(dueTime, period);
        return alarm;
    }

    /// <summary>Moves to the next moment that something waits for.</summary>
    /// <returns>How far that was; null while nothing waits.</returns>
    public TimeSpan? MoveToNextAlarm()
    {
        Alarm? next;
        TimeSpan moved;
        lock (_lock)
        {
            next = _alarms.MinBy(alarm => alarm.Due);
            if (next is null)
            {
                return null;
            }

            moved = next.Due - _now;
            _now = next.Due;
            _alarms.Remove(next);
        }

        next.Ring();
        return moved;
    }

    public void Move(TimeSpan time)
    {
        lock (_lock)
        {
            _now += time;
        }
    }

    /// <summary>How far it is to the next moment that something waits for; null while nothing waits.</summary>
    public TimeSpan? UntilNextAlarm()
    {
        lock (_lock)
        {
            return _alarms.Count == 0 ? null : _alarms.Min(alarm => alarm.Due) - _now;
        }
    }

    /// <summary>Moves from alarm to alarm until the work is done; to one only if the work does nothing but wait for it.</summary>
    /// <param name="work">The work.</param>
    /// <param name="isWait">Whether a wait of this length is one: a real answer takes real time, and its time limit is not waited for.</param>
    /// <returns>Every wait.</returns>
    public async Task<IReadOnlyList<TimeSpan>> RunAsync(Task work, Func<TimeSpan, bool> isWait)
    {
        List<TimeSpan> waits = [];
        while (!work.IsCompleted)
        {
            await Task.WhenAny(work, Task.Delay(5));
            if (UntilNextAlarm() is TimeSpan next && isWait(next) && MoveToNextAlarm() is TimeSpan wait)
            {
                waits.Add(wait);
            }
        }

        return waits;
    }

    private sealed class Alarm(ManualClock clock, Action ring) : ITimer
    {
        public DateTimeOffset Due { get; private set; }

        public void Ring() => ring();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._lock)
            {
                clock._alarms.Remove(this);
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = clock._now + dueTime;
                    clock._alarms.Add(this);
                }

                return true;
            }
        }

        public void Dispose()
        {
            lock (clock._lock)
            {
                clock._alarms.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
