namespace ChainTips.Simulation.Running;

/// <summary>Waits for the gateway; when it waits for the clock itself, the clock goes on to its next alarm.</summary>
internal static class ClockPump
{
    /// <summary>How often is looked, in real time, before the gateway is taken to wait for the clock.</summary>
    private const int LooksBeforeTheClockMoves = 15;

    private const int MostLooks = 20_000;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(1);

    /// <summary>Waits for a step.</summary>
    /// <exception cref="BooksDifferException">It waits for nothing.</exception>
    public static async Task<StepOutcome> WaitAsync(Task<StepOutcome> step, SimulatedClock clock, CancellationToken cancellationToken)
    {
        for (int looks = 1; !step.IsCompleted; looks++)
        {
            await Task.WhenAny(step, Task.Delay(BetweenLooks, TimeProvider.System, cancellationToken));
            bool isWaitingForTheClock = !step.IsCompleted && looks % LooksBeforeTheClockMoves == 0;
            if (isWaitingForTheClock && !clock.AdvanceToNextAlarm() && looks > MostLooks)
            {
                throw new BooksDifferException(["the gateway waits for nothing, and for ever"]);
            }
        }

        return await step;
    }
}
