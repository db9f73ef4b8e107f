using System.Text.Json.Serialization;
using ChainTips.Simulation.Faults;

namespace ChainTips.Simulation.Schedules;

/// <summary>One thing that happens. The cases are all there are; any of them may be left out of a schedule, and the rest still runs.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "do")]
[JsonDerivedType(typeof(Mine), "mine")]
[JsonDerivedType(typeof(Reorganize), "reorganize")]
[JsonDerivedType(typeof(Finalize), "finalize")]
[JsonDerivedType(typeof(Lag), "lag")]
[JsonDerivedType(typeof(Halt), "halt")]
[JsonDerivedType(typeof(Poll), "poll")]
[JsonDerivedType(typeof(Kill), "kill")]
internal abstract record SimulationAction
{
    private SimulationAction()
    {
    }

    /// <summary>Blocks are mined.</summary>
    public sealed record Mine(IReadOnlyList<BlockPlan> Blocks) : SimulationAction;

    /// <summary>The newest blocks are replaced by others, all at once.</summary>
    public sealed record Reorganize(int Depth, IReadOnlyList<BlockPlan> Blocks) : SimulationAction;

    /// <summary>Everything so far behind the head becomes final.</summary>
    public sealed record Finalize(int Behind) : SimulationAction;

    /// <summary>From now on a node, counted from 0, shows what was true so many changes of the chain ago; zero ends it.</summary>
    public sealed record Lag(int Changes, int Endpoint) : SimulationAction;

    /// <summary>Nothing happens for a while.</summary>
    public sealed record Halt(int Seconds) : SimulationAction;

    /// <summary>The gateway looks at the chain.</summary>
    /// <param name="Steps">How many changes it may apply before the poll is over; zero for all there are.</param>
    /// <param name="Meanwhile">What happens to the chain between two of its questions; null for nothing.</param>
    /// <param name="Death">Where the process dies; null for nowhere.</param>
    /// <param name="Faults">Which requests go wrong; null to let the seed decide.</param>
    /// <param name="Order">Decides which of several requests that are under way is answered first.</param>
    public sealed record Poll(
        int Steps, Interruption? Meanwhile, KillPoint? Death, IReadOnlyList<PlannedFault>? Faults, int Order) : SimulationAction;

    /// <summary>The process is killed and started again.</summary>
    public sealed record Kill : SimulationAction;
}

/// <summary>Something that happens between two requests of one poll.</summary>
/// <param name="Request">Before which request, from 0.</param>
/// <param name="Action">What happens; only what changes the chain.</param>
internal sealed record Interruption(int Request, SimulationAction Action);

/// <summary>The moments in which a process dies.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<KillMoment>))]
internal enum KillMoment
{
    /// <summary>Before a request is answered.</summary>
    AtRequest,

    /// <summary>Before a commit, so that nothing of it remains.</summary>
    BeforeCommit,

    /// <summary>After a commit that nobody learned of.</summary>
    AfterCommit,
}

/// <summary>Where the process dies during a poll.</summary>
/// <param name="Moment">At what.</param>
/// <param name="Count">At the how manieth such moment of the poll, from 0.</param>
internal sealed record KillPoint(KillMoment Moment, int Count);
