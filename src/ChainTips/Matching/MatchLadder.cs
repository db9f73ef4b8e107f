using ChainTips.Tips;

namespace ChainTips.Matching;

/// <summary>The rungs, strongest first: the first that takes a transfer has it, and no transfer is taken twice.</summary>
public sealed class MatchLadder
{
    private readonly IMatchRung[] _rungs;

    /// <summary>Puts the rungs in their order.</summary>
    /// <param name="rungs">The rungs, each once.</param>
    public MatchLadder(IEnumerable<IMatchRung> rungs)
    {
        _rungs = [.. rungs.OrderBy(rung => rung.Rung)];
        if (_rungs.DistinctBy(rung => rung.Rung).Count() != _rungs.Length)
        {
            throw new ArgumentException("Each rung stands once in the ladder.", nameof(rungs));
        }
    }

    /// <summary>Names what must be looked up before the transfer can be judged.</summary>
    public void Collect(LooseTransfer transfer, MatchQuestions questions)
    {
        foreach (IMatchRung rung in _rungs)
        {
            rung.Collect(transfer, questions);
        }
    }

    /// <summary>Lets the rungs judge a transfer.</summary>
    public LadderResult Climb(LooseTransfer transfer, MatchKnowledge knowledge)
    {
        List<RungNote> notes = [];
        RungVerdict.Refuses? refused = null;
        foreach (IMatchRung rung in _rungs)
        {
            switch (rung.Judge(transfer, knowledge))
            {
                case RungVerdict.Takes taken:
                    return new LadderResult.Matched(rung.Rung, taken, notes);
                case RungVerdict.Refuses verdict:
                    notes.Add(new RungNote(rung.Rung, verdict.Why));
                    refused ??= verdict;
                    break;
                case RungVerdict.Passes passed:
                    notes.Add(new RungNote(rung.Rung, passed.Why));
                    break;
                default:
                    throw new System.Diagnostics.UnreachableException();
            }
        }

        return new LadderResult.Unmatched(refused, notes);
    }
}
