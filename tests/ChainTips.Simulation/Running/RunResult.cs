using System.Text.RegularExpressions;
using ChainTips.Simulation.Faults;
using ChainTips.Simulation.Schedules;

namespace ChainTips.Simulation.Running;

/// <summary>Why a run failed.</summary>
/// <param name="Action">Which action of the trace it was, from 0; the number of actions for the end of the run.</param>
/// <param name="During">What was going on.</param>
/// <param name="Differences">What differs from what must be, a sentence each.</param>
internal sealed partial record RunFailure(int Action, string During, IReadOnlyList<string> Differences)
{
    /// <summary>What kind of failure it is: the words, without the numbers and hashes.</summary>
    public string Kind { get; } = Numbers().Replace(Differences[0], "");

    [GeneratedRegex("0x[0-9a-f]+|[0-9]+")]
    private static partial Regex Numbers();
}

/// <summary>What happened in a run, counted.</summary>
internal sealed class RunCounts
{
    public int Blocks { get; set; }

    public int Reorganizations { get; set; }

    public int Deepest { get; set; }

    public int Steps { get; set; }

    public int Entries { get; set; }

    public int Live { get; set; }

    public int Kills { get; set; }

    public int Refusals { get; set; }

    public int Stops { get; set; }

    /// <summary>Why the gateway stopped last; null when it never did.</summary>
    public string? LastStop { get; set; }

    public int PollsToConverge { get; set; }

    public Dictionary<FaultKind, int> Faults { get; } = [];
}

/// <summary>How a run ended.</summary>
/// <param name="Trace">What happened, with every fault written down.</param>
/// <param name="Failure">Why it failed; null when it did not.</param>
/// <param name="Counts">What happened, counted.</param>
/// <param name="Log">What happened, in order.</param>
internal sealed record RunResult(Trace Trace, RunFailure? Failure, RunCounts Counts, RunLog Log);
