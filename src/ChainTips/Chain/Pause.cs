namespace ChainTips.Chain;

/// <summary>Waits by the gateway's own clock.</summary>
internal static class Pause
{
    /// <summary>Waits for some time, or until it is told to stop.</summary>
    /// <remarks>
    /// <see cref="Task.Delay(TimeSpan, TimeProvider, CancellationToken)"/> ends on the thread pool when it is cancelled. Here whoever
    /// waits goes on where the clock rings or the waiting is given up, so that a simulation on one thread is the same run each time.
    /// </remarks>
    public static async Task ForAsync(TimeSpan time, TimeProvider clock, CancellationToken cancellationToken)
    {
        TaskCompletionSource over = new();
        using CancellationTokenRegistration givenUp = cancellationToken.Register(() => over.TrySetCanceled(cancellationToken));
        await using ITimer timer = clock.CreateTimer(_ => over.TrySetResult(), null, time, Timeout.InfiniteTimeSpan);
        await over.Task;
    }
}
