using System.Globalization;
using ChainTips.Ethereum.Primitives;
using ChainTips.Simulation.Faults;
using ChainTips.Simulation.Mining;
using ChainTips.Simulation.Oracle;
using ChainTips.Simulation.Schedules;

namespace ChainTips.Simulation.Running;

/// <summary>
/// Plays one trace: first everything that happens in it (safety: at no step is anything wrong in the books), then an undisturbed
/// chain (liveness: the gateway converges within a number of polls). The same trace is the same run.
/// </summary>
internal sealed class SimulationRun : IDisposable
{
    /// <summary>How many polls the gateway has to converge once nothing goes wrong any more.</summary>
    public const int PollsToConverge = 50;

    private const int MostSteps = 20_000;
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(2);

    private readonly Trace _trace;
    private readonly Surroundings _surroundings;
    private readonly GatewayProcess _process;
    private readonly BookKeeper _keeper;
    private readonly RunCounts _counts = new();
    private readonly List<SimulationAction> _recorded = [];
    private KillPoint? _kill;
    private bool _isDead;
    private bool _hasSeenFaults;
    private string _during = "the start";

    /// <summary>Prepares a run; the files lie in the folder of many runs.</summary>
    public SimulationRun(Trace trace, FaultMix mix, DatabaseFiles files, GatewayVariant variant)
    {
        _trace = trace;
        _keeper = new BookKeeper(SimulatedWorld.Plain, trace.Setup.StartBlock);
        _surroundings = new Surroundings(trace, mix, _keeper, _counts) { AtRequest = DieAtRequest };
        _process = new GatewayProcess(trace.Setup, files, _surroundings, variant, ShallDie);
    }

    private SimulatedChain Chain => _surroundings.Chain;

    /// <summary>Plays it to the end, or to the first thing that is wrong.</summary>
    public RunResult Play(CancellationToken cancellationToken)
    {
        RunFailure? failure = null;
        int index = 0;
        try
        {
            for (; index < _trace.Actions.Count; index++)
            {
                _recorded.Add(_trace.Actions[index]);
                Do(_trace.Actions[index], cancellationToken);
            }

            Converge(cancellationToken);
            _during = "the last look at the books";
            Demand(_keeper.CompareAgain(_process.Books.ReadEntries(0)));
            Demand(_surroundings.Pump.Run(() => PublicBooks.CompareAsync(_process.Gateway.Database, _keeper, cancellationToken)));
            _surroundings.Log.Note(_process.Books.Describe());
        }
        catch (BooksDifferException error)
        {
            failure = new RunFailure(index, _during, error.Differences);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            failure = new RunFailure(index, _during, [$"the gateway threw {error.GetType().Name}: {error.Message}", error.StackTrace ?? ""]);
        }

        if (failure is not null)
        {
            _surroundings.Log.Note(string.Join("; ", failure.Differences.Take(1)));
        }

        _counts.Blocks = Chain.Mined.Count;
        _counts.Entries = _keeper.EntryCount;
        _counts.Live = _keeper.DueCount;
        _counts.Kills = _process.Kills;
        return new RunResult(_trace with { Actions = [.. _recorded, .. _trace.Actions.Skip(_recorded.Count)] }, failure, _counts, _surroundings.Log);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.Dispose();
        _surroundings.Dispose();
    }

    private void Do(SimulationAction action, CancellationToken cancellationToken)
    {
        switch (action)
        {
            case SimulationAction.Poll poll:
                try
                {
                    Poll(poll, cancellationToken);
                }
                finally
                {
                    _recorded[^1] = poll with { Faults = _surroundings.Faults };
                }

                break;
            case SimulationAction.Kill:
                _during = "a kill";
                _process.Kill();
                Compare();
                break;
            default:
                _during = "what happened to the chain";
                _surroundings.Change(action);
                break;
        }
    }

    private StepOutcome? Poll(SimulationAction.Poll poll, CancellationToken cancellationToken)
    {
        _surroundings.BeginPoll(poll);
        _kill = poll.Death;
        StepOutcome? outcome = null;
        try
        {
            outcome = Look(poll.Steps, cancellationToken);
        }
        catch (ProcessKilledException)
        {
            outcome = null;
        }

        _kill = null;
        if (_isDead)
        {
            _isDead = false;
            _hasSeenFaults = false;
            _process.StartAgain();
            Compare();
        }

        if (outcome is StepOutcome.Idle && _surroundings.IsUndisturbed)
        {
            DemandCaughtUp();
        }

        _surroundings.EndPoll(PollInterval);
        return outcome;
    }

    private StepOutcome? Look(int steps, CancellationToken cancellationToken)
    {
        for (int step = 0; steps == 0 || step < steps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _during = string.Create(CultureInfo.InvariantCulture, $"step {step} of a poll");
            StepOutcome outcome = _surroundings.Pump.Run(() => _process.Gateway.StepAsync(CountStep, cancellationToken));
            _surroundings.Log.Note(outcome.ToString());
            CountStep();
            if (_isDead)
            {
                return null;
            }

            _hasSeenFaults |= _surroundings.Faults.Count > 0;
            switch (outcome)
            {
                case StepOutcome.Applied when step < MostSteps:
                    continue;
                case StepOutcome.Applied:
                    throw new BooksDifferException([$"one poll applied {MostSteps} changes and found no end"]);
                case StepOutcome.Refused refused:
                    _counts.Refusals++;
                    DemandReason(refused.Reason);
                    return outcome;
                case StepOutcome.Stopped stopped:
                    _counts.Stops++;
                    _counts.LastStop = stopped.Reason;
                    DemandReason(stopped.Reason, isOfThisPoll: !_hasSeenFaults);
                    _hasSeenFaults = false;
                    _process.Restart();
                    return outcome;
                default:
                    return outcome;
            }
        }

        return null;
    }

    private void CountStep()
    {
        _counts.Steps++;
        if (!_isDead)
        {
            Compare();
        }
    }

    /// <summary>Without a fault there is nothing to refuse, unless the chain changed between two questions, and no reason to stop since the start.</summary>
    private void DemandReason(string reason, bool isOfThisPoll = true)
    {
        if (isOfThisPoll && _surroundings.IsUndisturbed)
        {
            throw new BooksDifferException([$"the gateway refused an honest answer: {reason}"]);
        }
    }

    private void Converge(CancellationToken cancellationToken)
    {
        _surroundings.CatchUp();
        ulong highest = Math.Max(Chain.Mined.Max(block => block.Number), (ulong)_trace.Setup.StartBlock);
        int blocks = (int)(highest - Chain.Head.Number) + Math.Max(2, _trace.Setup.Confirmations ?? 0);
        _surroundings.Change(new SimulationAction.Mine([.. Enumerable.Repeat(new BlockPlan(2, []), blocks)]));
        _surroundings.Change(new SimulationAction.Finalize(0));
        StepOutcome? outcome = null;
        for (int poll = 1; poll <= PollsToConverge; poll++)
        {
            outcome = Poll(new SimulationAction.Poll(0, null, null, [], poll), cancellationToken);
            if (outcome is StepOutcome.Idle && _keeper.Head?.Hash == Chain.Head.Plain.Hash && _keeper.FinalNumber == (long)Chain.FinalNumber)
            {
                _counts.PollsToConverge = poll;
                return;
            }
        }

        throw new BooksDifferException(
            [$"after {PollsToConverge} polls without faults the gateway is at block {_keeper.Head?.Number}, final {_keeper.FinalNumber}; the chain is at {Chain.Head.Number}, final {Chain.FinalNumber}. The last poll ended with {outcome}"]);
    }

    private void DemandCaughtUp()
    {
        // A chain that fell back by more than the first block that is read cannot be told from a node that is behind.
        PlainBlock? applied = _keeper.Head;
        ulong start = (ulong)_trace.Setup.StartBlock;
        bool isThere = Chain.Head.Number + 1 < start
            || (applied is null && Chain.Head.Number < start)
            || applied is not null && Chain.Find(Hash32.Parse(applied.Hash))!.StandsOn(Chain.Head);
        if (!isThere)
        {
            throw new BooksDifferException(
                [$"the gateway is idle at block {applied?.Number} {applied?.Hash}; the chain is at {Chain.Head.Number} {Chain.Head.Hash}"]);
        }
    }

    private void Compare()
    {
        if (_process.Books.HasChanged())
        {
            Demand(_keeper.Compare(_process.Books.Read(_keeper.LastEntry)));
        }
    }

    private static void Demand(IReadOnlyList<string> differences)
    {
        if (differences.Count > 0)
        {
            throw new BooksDifferException(differences);
        }
    }

    private void DieAtRequest(int request)
    {
        if (_isDead || (_kill is { Moment: KillMoment.AtRequest } kill && kill.Count == request))
        {
            Die();
            throw new ProcessKilledException();
        }
    }

    /// <summary>Counts the commits of a poll down to the one at which the process dies.</summary>
    private bool ShallDie(KillMoment moment)
    {
        _surroundings.Pump.DemandThread("a commit");
        _surroundings.Log.Note(moment.ToString());
        if (!_isDead && _kill is { } kill && kill.Moment == moment)
        {
            _kill = kill with { Count = kill.Count - 1 };
            if (kill.Count <= 0)
            {
                Die();
            }
        }

        return _isDead;
    }

    /// <summary>From here on nothing of the process reaches the disk or the network; several of its questions may be under way.</summary>
    private void Die()
    {
        if (!_isDead)
        {
            _process.RememberDisk();
            _isDead = true;
        }
    }
}
