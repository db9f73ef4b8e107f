namespace ChainTips.Server.Following;

/// <summary>Shortens a wait: somebody rings, and whoever waits looks at once.</summary>
internal sealed class WakeUp
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Rings; without anybody who waits, it is the next one who does not.</summary>
    public void Ring()
    {
        lock (_lock)
        {
            _next.TrySetResult();
        }
    }

    /// <summary>What ends with the next ring. Take it before the look: a ring during the look must not be missed.</summary>
    public Task Next()
    {
        lock (_lock)
        {
            if (_next.Task.IsCompleted)
            {
                _next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            return _next.Task;
        }
    }
}
