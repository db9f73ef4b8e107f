using ChainTips.Tips;

namespace ChainTips.Matching;

/// <summary>One way to tell what a transfer was for. A rung looks at one transfer, and guesses nothing.</summary>
/// <remarks>
/// Whatever the evidence says, a rung takes a transfer only if token, payee and amount are those that the evidence names, and the
/// payee is one of what was asked for: anybody can write a stranger's reference.
/// </remarks>
public interface IMatchRung
{
    /// <summary>Which rung it is.</summary>
    MatchRung Rung { get; }

    /// <summary>Names what must be looked up before the transfer can be judged.</summary>
    void Collect(LooseTransfer transfer, MatchQuestions questions);

    /// <summary>Judges a transfer.</summary>
    RungVerdict Judge(LooseTransfer transfer, MatchKnowledge knowledge);
}
