namespace ChainTips.Server.Simulation;

/// <summary>How a simulation waits for what a gateway or a node is about to do.</summary>
internal static class Patience
{
    /// <summary>How long it waits at most.</summary>
    public static readonly TimeSpan Most = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <summary>Looks again and again until something is there.</summary>
    /// <param name="look">Looks; null when it is not there yet.</param>
    /// <param name="failure">What to say when it does not come.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="SimulationException">It did not come in time.</exception>
    public static async Task<T> WaitAsync<T>(Func<Task<T?>> look, Func<string> failure, CancellationToken cancellationToken)
        where T : class
    {
        long start = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(start) < Most)
        {
            if (await look() is T found)
            {
                return found;
            }

            await Task.Delay(Interval, TimeProvider.System, cancellationToken);
        }

        throw new SimulationException(failure());
    }
}
