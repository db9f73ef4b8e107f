using ChainTips.Simulation.Mining;
using ChainTips.Simulation.Network;
using ChainTips.Simulation.Oracle;
using ChainTips.Simulation.Running;

namespace ChainTips.Simulation.Faults;

/// <summary>A request that is about to go wrong, with all that a fault may use.</summary>
/// <param name="Node">Answers honestly.</param>
/// <param name="View">What the node sees.</param>
/// <param name="Exchange">The questions.</param>
/// <param name="Random">Decides what the kind of the fault leaves open.</param>
/// <param name="Clock">The clock, for an answer that takes its time.</param>
/// <param name="Poll">What lasts to the end of the poll.</param>
internal sealed record FaultScene(
    SimulatedNode Node, NodeView View, NodeExchange Exchange, SimulationRandom Random, SimulatedClock Clock, PollMemory Poll)
{
    /// <summary>The honest answers.</summary>
    public NodeAnswer[] AnswerHonestly() => AnswerFrom(View);

    /// <summary>The answers of a node that sees something else.</summary>
    public NodeAnswer[] AnswerFrom(NodeView view) => [.. Exchange.Calls.Select(call => Node.Answer(view, call))];

    /// <summary>The body with these answers.</summary>
    public byte[] Write(IReadOnlyList<NodeAnswer> answers) => SimulatedNetwork.Write(Exchange, answers);

    /// <summary>Something that was true before.</summary>
    public ChainMoment EarlierMoment()
    {
        int now = View.Chain.Moments.IndexOf(View.Moment);
        return now <= 0 ? View.Moment : View.Chain.Moments[Random.Between(Math.Max(0, now - 40), now - 1)];
    }
}

/// <summary>What a fault leaves behind until the poll is over.</summary>
internal sealed class PollMemory
{
    /// <summary>Whether the gateway has called a block final; from then on it can know its chain among others.</summary>
    public bool HasFinalBlock { get; set; }

    /// <summary>Behind which endpoints another chain stands now.</summary>
    public HashSet<string> Foreign { get; } = [];

    /// <summary>The blocks that were shown and are none of this chain.</summary>
    public HashSet<PlainBlock> Shown { get; } = new(ReferenceEqualityComparer.Instance);
}
