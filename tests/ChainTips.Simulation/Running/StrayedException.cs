using System.Globalization;

namespace ChainTips.Simulation.Running;

/// <summary>Something of the gateway left the one thread of its run, so the same seed need not be the same run.</summary>
internal sealed class StrayedException : Exception
{
    /// <summary>Says what strayed.</summary>
    public StrayedException(string what, int thread, int own)
        : base(string.Create(
            CultureInfo.InvariantCulture,
            $"The run is not to be trusted: {what} came on thread {thread}, and everything of a run is to happen on its thread {own}. Look for what queues to the thread pool, such as Task.Run or CancelAsync."))
    {
    }

    /// <summary>Says it again where the run notices.</summary>
    public StrayedException(string message)
        : base(message)
    {
    }
}
