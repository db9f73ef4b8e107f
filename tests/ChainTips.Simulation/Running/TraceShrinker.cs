using ChainTips.Simulation.Schedules;

namespace ChainTips.Simulation.Running;

/// <summary>Makes a trace that fails shorter, as long as it still fails: first whole actions go, then what is in them.</summary>
/// <param name="fails">Whether a trace still fails.</param>
/// <param name="mostRuns">How often that is asked at most.</param>
internal sealed class TraceShrinker(Func<Trace, bool> fails, int mostRuns)
{
    private int _runs;

    /// <summary>A trace that fails and from which nothing can be taken, or as far as the runs reached.</summary>
    /// <param name="trace">A trace that fails.</param>
    /// <param name="last">The action at which it fails.</param>
    public Trace Shrink(Trace trace, int last)
    {
        trace = Try(trace, trace with { Actions = [.. trace.Actions.Take(last + 1)] });
        trace = Try(trace, WithoutFaults(trace, trace.Actions.Count - 1));
        trace = KeepLastPolls(trace);
        int before;
        do
        {
            before = Weight(trace);
            trace = RemoveActions(trace);
            trace = SimplifyActions(trace);
        }
        while (Weight(trace) < before && _runs < mostRuns);
        return trace;
    }

    /// <summary>Polls are what costs time, and most often the last few of them are enough.</summary>
    private Trace KeepLastPolls(Trace trace)
    {
        int[] polls = [.. Enumerable.Range(0, trace.Actions.Count).Where(at => trace.Actions[at] is SimulationAction.Poll)];
        for (int keep = 1; keep < polls.Length; keep *= 2)
        {
            int first = polls[^keep];
            Trace shorter = trace with { Actions = [.. trace.Actions.Where((action, at) => at >= first || action is not SimulationAction.Poll)] };
            if (Fails(shorter))
            {
                return shorter;
            }
        }

        return trace;
    }

    private Trace RemoveActions(Trace trace)
    {
        for (int size = Math.Max(1, trace.Actions.Count / 2); ; size /= 2)
        {
            for (int at = 0; at < trace.Actions.Count && _runs < mostRuns;)
            {
                Trace shorter = trace with { Actions = [.. trace.Actions.Take(at), .. trace.Actions.Skip(at + size)] };
                if (Fails(shorter))
                {
                    trace = shorter;
                }
                else
                {
                    at += size;
                }
            }

            if (size == 1)
            {
                return trace;
            }
        }
    }

    private Trace SimplifyActions(Trace trace)
    {
        for (int at = 0; at < trace.Actions.Count; at++)
        {
            bool isSimpler = true;
            while (isSimpler)
            {
                isSimpler = false;
                foreach (SimulationAction simpler in Simpler(trace.Actions[at]))
                {
                    Trace candidate = trace with { Actions = [.. trace.Actions.Take(at), simpler, .. trace.Actions.Skip(at + 1)] };
                    if (_runs < mostRuns && Fails(candidate))
                    {
                        trace = candidate;
                        isSimpler = true;
                        break;
                    }
                }
            }
        }

        return trace;
    }

    private Trace Try(Trace trace, Trace shorter) => Fails(shorter) ? shorter : trace;

    /// <summary>Nothing goes wrong before an action; most often only the last faults matter.</summary>
    private static Trace WithoutFaults(Trace trace, int before) => trace with
    {
        Actions = [.. trace.Actions.Select((action, at) => at < before && action is SimulationAction.Poll poll ? poll with { Faults = [] } : action)],
    };

    private bool Fails(Trace trace)
    {
        _runs++;
        return fails(trace);
    }

    private static IEnumerable<SimulationAction> Simpler(SimulationAction action) => action switch
    {
        SimulationAction.Mine mine => Simpler(mine.Blocks).Select(blocks => mine with { Blocks = blocks }),
        SimulationAction.Reorganize reorganize => Simpler(reorganize.Blocks).Select(blocks => reorganize with { Blocks = blocks }),
        SimulationAction.Poll poll => Simpler(poll),
        _ => [],
    };

    private static IEnumerable<SimulationAction> Simpler(SimulationAction.Poll poll)
    {
        if (poll.Death is not null)
        {
            yield return poll with { Death = null };
        }

        if (poll.Meanwhile is not null)
        {
            yield return poll with { Meanwhile = null };
            foreach (SimulationAction simpler in Simpler(poll.Meanwhile.Action))
            {
                yield return poll with { Meanwhile = poll.Meanwhile with { Action = simpler } };
            }
        }

        for (int fault = 0; fault < (poll.Faults?.Count ?? 0); fault++)
        {
            yield return poll with { Faults = [.. poll.Faults!.Take(fault), .. poll.Faults!.Skip(fault + 1)] };
        }
    }

    private static IEnumerable<IReadOnlyList<BlockPlan>> Simpler(IReadOnlyList<BlockPlan> blocks)
    {
        for (int size = blocks.Count; size >= 1; size /= 2)
        {
            for (int at = 0; at + size <= blocks.Count; at += size)
            {
                yield return [.. blocks.Take(at), .. blocks.Skip(at + size)];
            }
        }

        for (int block = 0; block < blocks.Count; block++)
        {
            for (int tip = 0; tip < blocks[block].Transactions.Count; tip++)
            {
                TipPlan[] fewer = [.. blocks[block].Transactions.Take(tip), .. blocks[block].Transactions.Skip(tip + 1)];
                yield return [.. blocks.Take(block), blocks[block] with { Transactions = fewer }, .. blocks.Skip(block + 1)];
            }
        }
    }

    private static int Weight(Trace trace) => trace.Actions.Sum(action => 1 + action switch
    {
        SimulationAction.Mine mine => Weight(mine.Blocks),
        SimulationAction.Reorganize reorganize => Weight(reorganize.Blocks),
        SimulationAction.Poll poll => (poll.Death is null ? 0 : 1) + (poll.Meanwhile is null ? 0 : 1) + (poll.Faults?.Count ?? 0),
        _ => 0,
    });

    private static int Weight(IReadOnlyList<BlockPlan> blocks) => blocks.Sum(block => 1 + block.Transactions.Count);
}
