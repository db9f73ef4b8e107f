namespace ChainTips.Simulation.Running;

/// <summary>
/// Lets the gateway run, on one thread: it answers one waiting request after the other, in an order that comes from the seed, and
/// lets the clock go on to its next alarm when nothing else can happen.
/// </summary>
/// <remarks>
/// A task that is completed here goes on here, at once: what it awaited was made without a wish for another thread. What leaves the
/// thread all the same would make a run that cannot be repeated, so it is noticed at its next request or transaction.
/// </remarks>
/// <param name="clock">The clock of the run.</param>
internal sealed class Pump(SimulatedClock clock)
{
    private const int MostAlarms = 100_000;
    private static readonly TimeSpan UntilStraysAreNoticed = TimeSpan.FromSeconds(3);

    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly List<TaskCompletionSource> _waiting = [];
    private SimulationRandom _order = new(0);
    private volatile string? _strayed;

    /// <summary>Begins a poll; from here on the order of the answers comes from this number.</summary>
    public void BeginPoll(int order) => _order = new SimulationRandom((ulong)order);

    /// <summary>Demands that what happens now happens on the thread of the run.</summary>
    /// <exception cref="StrayedException">It does not.</exception>
    public void DemandThread(string what)
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            StrayedException strayed = new(what, Environment.CurrentManagedThreadId, _thread);
            _strayed ??= strayed.Message;
            throw strayed;
        }
    }

    /// <summary>Waits until it is the turn of a request.</summary>
    public async Task TakeTurnAsync(CancellationToken cancellationToken)
    {
        DemandThread("a request");
        TaskCompletionSource turn = new();
        _waiting.Add(turn);
        using CancellationTokenRegistration givenUp = cancellationToken.Register(() => GiveUp(turn, cancellationToken));
        await turn.Task;
    }

    /// <summary>Runs something of the gateway to its end.</summary>
    /// <exception cref="BooksDifferException">It waits for nothing.</exception>
    /// <exception cref="StrayedException">It went on another thread.</exception>
    public T Run<T>(Func<Task<T>> begin)
    {
        DemandThread("the run itself");
        SynchronizationContext? before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            Task<T> task = begin();
            for (int alarms = 0; !task.IsCompleted;)
            {
                alarms += GoOn(alarms < MostAlarms);
            }

            return _strayed is null ? task.GetAwaiter().GetResult() : throw new StrayedException(_strayed);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    /// <summary>Gives a request its turn, or rings the next alarm.</summary>
    /// <returns>How many alarms rang.</returns>
    private int GoOn(bool mayRing)
    {
        if (_waiting.Count > 0)
        {
            int next = _waiting.Count == 1 ? 0 : _order.Below(_waiting.Count);
            TaskCompletionSource turn = _waiting[next];
            _waiting.RemoveAt(next);
            turn.SetResult();
            return 0;
        }

        if (mayRing && clock.AdvanceToNextAlarm())
        {
            return 1;
        }

        // Nothing waits here and nothing is done: if another thread does something, it will ask for something soon.
        SpinWait.SpinUntil(() => _strayed is not null, UntilStraysAreNoticed);
        throw new BooksDifferException([_strayed ?? "the gateway waits for nothing, and for ever; or what it waits for is done by another thread"]);
    }

    private void GiveUp(TaskCompletionSource turn, CancellationToken cancellationToken)
    {
        DemandThread("a request that is given up");
        if (_waiting.Remove(turn))
        {
            turn.SetCanceled(cancellationToken);
        }
    }
}
