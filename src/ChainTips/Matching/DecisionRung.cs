using ChainTips.Tips;

namespace ChainTips.Matching;

/// <summary>The last rungs: a transfer that matched nothing, of which its payer proved, or the operator decided, what it was for.</summary>
/// <param name="rung"><see cref="MatchRung.Claim"/> or <see cref="MatchRung.Operator"/>.</param>
public sealed class DecisionRung(MatchRung rung) : IMatchRung
{
    /// <inheritdoc/>
    public MatchRung Rung => rung;

    /// <inheritdoc/>
    public void Collect(LooseTransfer transfer, MatchQuestions questions) => questions.Positions.Add(transfer.Location);

    /// <inheritdoc/>
    public RungVerdict Judge(LooseTransfer transfer, MatchKnowledge knowledge)
    {
        if (!knowledge.Decisions.TryGetValue(transfer.Location, out MatchDecision? decision) || decision.Rung != rung)
        {
            return new RungVerdict.Passes(rung == MatchRung.Claim ? "Its payer has claimed it for nothing." : "No operator has assigned it.");
        }

        return SubjectTerms.FindFault(transfer, decision.Subject)
            ?? (RungVerdict)new RungVerdict.Takes(decision.Subject.PaymentKind, decision.Subject, decision.Note);
    }
}
