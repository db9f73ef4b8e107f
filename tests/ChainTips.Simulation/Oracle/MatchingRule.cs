using System.Numerics;

namespace ChainTips.Simulation.Oracle;

/// <summary>A credit that must be in the books.</summary>
internal sealed record DueCredit(
    string Transaction, int Position, int TransferPosition, string Reference, string Payer, string Payee, string Token, BigInteger Amount)
{
    /// <summary>How many transfers it covers: more than one for small ones of a block.</summary>
    public int Transfers { get; init; } = 1;
}

/// <summary>A tip that must be in the inbox; one of another contract may be missing in history, where only ours is asked for.</summary>
internal sealed record DueRefusal(string Transaction, int Position, bool IsOfOtherContract);

/// <summary>What one execution is worth.</summary>
internal sealed record Verdict(IReadOnlyList<DueCredit> Credits, IReadOnlyList<DueRefusal> Refusals);

/// <summary>
/// The rule by which a tip is credited, written a second time from the specification, with lists and big integers. It shares
/// nothing with the product, not even types, so that a mistake in one is not in the other.
/// </summary>
/// <param name="world">What was given out to be paid.</param>
internal sealed class MatchingRule(PlainWorld world)
{
    private static readonly BigInteger Limit = BigInteger.Pow(2, 128);

    private readonly Dictionary<string, PlainSubject> _subjects = world.Subjects.ToDictionary(subject => subject.Reference);
    private readonly HashSet<string> _payees = [.. world.Subjects.Select(subject => subject.Payee)];
    private readonly HashSet<string> _tokens = [.. world.Tokens];

    /// <summary>Decides each tip of an execution.</summary>
    public Verdict Judge(PlainExecution execution)
    {
        List<DueCredit> credits = [];
        List<DueRefusal> refusals = [];
        bool[] spent = new bool[execution.Events.Count];
        for (int position = 0; execution.Succeeded && position < execution.Events.Count; position++)
        {
            if (execution.Events[position] is not PlainEvent.Tipped tip)
            {
                continue;
            }

            int proof = IsWellStated(tip) ? FindProof(execution.Events, spent, position, tip) : -1;
            if (proof >= 0)
            {
                spent[proof] = true;
            }

            if (proof >= 0 && IsAskedFor(tip))
            {
                credits.Add(new DueCredit(
                    execution.Hash, position, proof, tip.Reference, tip.Payer, tip.Payee, tip.Token, tip.Amount));
            }
            else if (_subjects.ContainsKey(tip.Reference) || _payees.Contains(tip.Payee))
            {
                refusals.Add(new DueRefusal(execution.Hash, position, tip.Emitter != world.Router));
            }
        }

        return new Verdict(credits, refusals);
    }

    private bool IsWellStated(PlainEvent.Tipped tip) =>
        tip.Emitter == world.Router && _tokens.Contains(tip.Token) && tip.Amount > 0 && tip.Amount < Limit && tip.Fee <= tip.Amount;

    /// <summary>The nearest transfer before the tip that no other tip took; it proves the tip, or nothing does.</summary>
    private int FindProof(IReadOnlyList<PlainEvent> events, bool[] spent, int before, PlainEvent.Tipped tip)
    {
        for (int candidate = before - 1; candidate >= 0; candidate--)
        {
            if (!spent[candidate] && events[candidate] is PlainEvent.Moved moved && moved.Token == tip.Token && moved.To == tip.Payee)
            {
                return (moved.From == tip.Payer || moved.From == world.Router) && moved.Amount == tip.Amount ? candidate : -1;
            }
        }

        return -1;
    }

    private bool IsAskedFor(PlainEvent.Tipped tip) =>
        _subjects.TryGetValue(tip.Reference, out PlainSubject? subject) && subject.Payee == tip.Payee;
}
